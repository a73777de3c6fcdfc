//! A frame as text, ANSI, SVG or HTML: for `snapshot`, the README's picture, bug reports and the tests.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell, CellWidth as _};
use ratatui::style::{Color, Modifier, Style};

use super::theme::{Role, Theme, parts};
use crate::app::Link;
use crate::text::width;

/// Cells of one look in a row: the column they begin in, how many they are, their text, their look, where they lead.
struct Run<'a> {
    x: u16,
    cells: u16,
    text: String,
    style: Style,
    link: Option<&'a str>,
}

/// The runs of row `y`: neighbouring cells that look the same and lead to the same.
fn runs<'a>(buffer: &Buffer, links: &'a [Link], y: u16) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut x = buffer.area.x;
    while x < buffer.area.right() {
        let Some(cell) = buffer.cell((x, y)) else { break };
        let style = look(cell);
        // The cells behind a wide character belong to it.
        let cells = cell.cell_width().max(1);
        let link = links.iter().find(|link| link.y == y && (link.x..link.end).contains(&x));
        let link = link.map(|link| &*link.to);
        match runs.last_mut() {
            Some(run) if run.style == style && run.link == link => {
                run.text.push_str(cell.symbol());
                run.cells += cells;
            }
            _ => runs.push(Run { x, cells, text: cell.symbol().to_owned(), style, link }),
        }
        x += cells;
    }
    runs
}

fn look(cell: &Cell) -> Style {
    Style { underline_color: None, ..cell.style() }
}

/// The frame as plain text, a line a row, without blanks at the ends.
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let line: String = runs(buffer, &[], y).into_iter().map(|run| run.text).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// The frame with its colours as escape sequences of a terminal.
pub fn ansi(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        for Run { text, style, .. } in runs(buffer, &[], y) {
            let mut codes = vec!["0".to_owned()];
            codes.extend(modifiers(style).into_iter().map(|(code, _)| code.to_owned()));
            codes.extend(style.fg.and_then(parts).map(|[r, g, b]| format!("38;2;{r};{g};{b}")));
            codes.extend(style.bg.and_then(parts).map(|[r, g, b]| format!("48;2;{r};{g};{b}")));
            // Writing to a string cannot fail, here and below.
            let _ = write!(out, "\x1b[{}m{text}", codes.join(";"));
        }
        out.push_str("\x1b[0m\n");
    }
    out
}

/// The modifiers of a style: the terminal's code and the CSS for each.
fn modifiers(style: Style) -> Vec<(&'static str, &'static str)> {
    let all = [
        (Modifier::BOLD, "1", "font-weight:bold"),
        (Modifier::DIM, "2", "opacity:.6"),
        (Modifier::UNDERLINED, "4", "text-decoration:underline"),
        (Modifier::REVERSED, "7", "filter:invert(1)"),
    ];
    let has = style.add_modifier;
    all.into_iter().filter(|(it, ..)| has.contains(*it)).map(|(_, code, css)| (code, css)).collect()
}

fn hex(color: Option<Color>, default: &str) -> String {
    color.and_then(parts).map_or_else(|| default.to_owned(), |[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What stands around cells that lead somewhere, in a page and in a drawing.
fn anchor(link: Option<&str>) -> (String, &'static str) {
    match link {
        Some(to) => (format!("<a href=\"{}\">", escape(to).replace('"', "&quot;")), "</a>"),
        None => (String::new(), ""),
    }
}

/// Width and height of a cell of the drawing, and the base line in it, in units of the picture.
const CELL: (f32, f32, f32) = (8.4, 18.0, 14.0);
const FONT: &str = "'DejaVu Sans Mono','Noto Sans Mono CJK SC','Sarasa Mono SC',Menlo,Consolas,monospace";

/// The frame as a drawing. Every run is stretched to its cells, so that columns are straight in any font.
pub fn svg(buffer: &Buffer, links: &[Link]) -> String {
    let (w, h, base) = CELL;
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (wide, high) = (f32::from(columns) * w, f32::from(rows) * h);
    let ground = buffer.cell((0, 0)).map(look).unwrap_or_default();
    let (paper, ink) = (hex(ground.bg, "#ffffff"), hex(ground.fg, "#000000"));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.1} {high:.1}\" font-family=\"{FONT}\" \
         font-size=\"14\" xml:space=\"preserve\">\n<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n"
    );
    for y in 0..rows {
        for Run { x, cells, text, style, link } in runs(buffer, links, y) {
            let (left, top) = (f32::from(x) * w, f32::from(y) * h);
            let long = f32::from(cells) * w;
            let back = hex(style.bg, &paper);
            if back != paper {
                let _ = writeln!(
                    out,
                    "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{long:.1}\" height=\"{h}\" fill=\"{back}\"/>"
                );
            }
            if text.trim().is_empty() {
                continue;
            }
            let css: Vec<&str> = modifiers(style).into_iter().map(|(_, css)| css).collect();
            let css = if css.is_empty() { String::new() } else { format!(" style=\"{}\"", css.join(";")) };
            let (line, fill, text) = (top + base, hex(style.fg, &ink), escape(&text));
            let (open, close) = anchor(link);
            let _ = writeln!(
                out,
                "{open}<text x=\"{left:.1}\" y=\"{line:.1}\" textLength=\"{long:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
                 fill=\"{fill}\"{css}>{text}</text>{close}"
            );
        }
    }
    out.push_str("</svg>\n");
    out
}

/// The frame as a page.
pub fn html(buffer: &Buffer, links: &[Link]) -> String {
    let ground = buffer.cell((0, 0)).map(look).unwrap_or_default();
    let (paper, ink) = (hex(ground.bg, "#ffffff"), hex(ground.fg, "#000000"));
    let mut out = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>guatu</title>\n\
         <pre style=\"background:{paper};color:{ink};font:14px/1.3 {FONT};padding:8px;display:inline-block\">"
    );
    for y in buffer.area.top()..buffer.area.bottom() {
        for Run { text, style, link, .. } in runs(buffer, links, y) {
            let mut css = vec![format!("color:{}", hex(style.fg, &ink))];
            let back = hex(style.bg, &paper);
            if back != paper {
                css.push(format!("background:{back}"));
            }
            css.extend(modifiers(style).into_iter().map(|(_, css)| css.to_owned()));
            let (open, close) = anchor(link);
            let _ = write!(out, "{open}<span style=\"{}\">{}</span>{close}", css.join(";"), escape(&text));
        }
        out.push('\n');
    }
    out.push_str("</pre>\n");
    out
}

/// The roles of a frame drawn in [`Theme::Roles`], a line a row: `3: 0-1 red, 4-20 text`. Blanks have no role; the
/// cursor's row is marked. A lost colour reads as a sentence in a review.
pub fn roles(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut words: Vec<(u16, u16, Role)> = Vec::new();
        let mut cursor = false;
        for Run { x, text, style, .. } in runs(buffer, &[], y) {
            cursor |= style.add_modifier.contains(Modifier::REVERSED);
            let Some(role) = Theme::role_of(style).filter(|_| !text.trim().is_empty()) else { continue };
            let before = text.len() - text.trim_start().len();
            let from = x + u16::try_from(before).unwrap_or(0);
            let to = from + u16::try_from(width(text.trim())).unwrap_or(0) - 1;
            match words.last_mut() {
                Some((_, end, last)) if *last == role && *end + 2 >= from => *end = to,
                _ => words.push((from, to, role)),
            }
        }
        let words: Vec<String> =
            words.into_iter().map(|(from, to, role)| format!("{from}-{to} {}", role.name())).collect();
        let mark = if cursor { " <cursor>" } else { "" };
        if !words.is_empty() || cursor {
            let _ = writeln!(out, "{y}:{mark} {}", words.join(", "));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    #[test]
    fn what_leads_somewhere_in_the_terminal_leads_there_in_a_page_and_in_a_drawing() {
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: 12, height: 1 });
        buffer.set_string(0, 0, "at a.cn now", Style::default());
        let links = [Link { x: 3, end: 7, y: 0, to: "https://a.cn/?a=1&b='".into() }];
        let page = html(&buffer, &links);
        assert!(page.contains("<a href=\"https://a.cn/?a=1&amp;b='\"><span"), "{page}");
        assert!(page.contains(">a.cn</span></a>") && page.contains(">at </span><a"), "{page}");
        let drawing = svg(&buffer, &links);
        assert!(drawing.contains("<a href=\"https://a.cn/?a=1&amp;b='\"><text"), "{drawing}");
        assert!(drawing.contains(">a.cn</text></a>"), "{drawing}");
        assert_eq!(text(&buffer), "at a.cn now\n");
    }
}
