//! HTML: one self-contained page that prints well on A4. No script, no address, nothing fetched; light and dark.
//!
//! The view `summary` is the whole page: curve, sections, what is late, rules with their strip, two weeks, units, tree.

use std::fmt::Write as _;

use super::page::{Block, Page};
use super::table::{Row, Table};
use super::{Sheet, View, drawing, view};
use crate::domain::Board;
use crate::text::{Align, Lang};

const STYLE: &str = include_str!("page.css");

/// The report `view` of every plan of the sheet, one after the other, as a page.
pub fn write(view: View, sheet: &Sheet<'_>) -> String {
    let lang = match sheet.style.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let titles: Vec<&str> =
        sheet.boards.iter().map(|board| board.plan().title.get(sheet.style.lang)).collect();
    let title = escape(&titles.join(" · "));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n"
    );
    if !sheet.root.is_empty() {
        let found = super::findings::short(sheet.root, sheet.style.lang);
        let _ = writeln!(out, "<pre class=\"findings\">{}</pre>", escape(&found));
    }
    for (board, before) in sheet.boards() {
        let page = match view {
            View::Summary => view::whole(board, sheet.style),
            View::Tree | View::Overdue | View::Rules | View::Week | View::Units | View::Changes => {
                view::page(view, board, before, sheet.style)
            }
        };
        article(&mut out, &page, board, sheet);
    }
    out.push_str("</body>\n</html>\n");
    out
}

// Writing to a string cannot fail, here and below.
fn article(out: &mut String, page: &Page, board: &Board, sheet: &Sheet<'_>) {
    out.push_str("<article>\n");
    let mut listing = false;
    for block in &page.blocks {
        let note = matches!(block, Block::Note(_) | Block::Entry { .. });
        if note != listing {
            out.push_str(if note { "<ul>\n" } else { "</ul>\n" });
            listing = note;
        }
        one(out, block, board, sheet);
    }
    if listing {
        out.push_str("</ul>\n");
    }
    out.push_str("</article>\n");
}

fn one(out: &mut String, block: &Block, board: &Board, sheet: &Sheet<'_>) {
    match block {
        Block::Title(text) => {
            let _ = writeln!(out, "<h1>{}</h1>", escape(text));
        }
        Block::Heading(text) => {
            let _ = writeln!(out, "<h2>{}</h2>", escape(text));
        }
        Block::Line(text) => {
            let _ = writeln!(out, "<p>{}</p>", escape(text));
        }
        Block::Note(text) => {
            let _ = writeln!(out, "<li>{}</li>", escape(text));
        }
        Block::Entry { head, notes } => {
            let _ = write!(out, "<li><b>{}</b><small>", escape(head));
            for note in notes {
                let _ = write!(out, "<br>{}", escape(note));
            }
            out.push_str("</small></li>\n");
        }
        Block::Table(rows) | Block::Under(rows) => table(out, rows, sheet.style.lang),
        Block::Strip(rule) => drawing::strip(out, board, *rule, sheet.calendar, sheet.style.lang),
        Block::BurnUp => drawing::burn_up(out, board, sheet.style.lang),
        Block::Gap => {}
    }
}

fn table(out: &mut String, table: &Table, lang: Lang) {
    let Table { aligns, names, rows } = table;
    out.push_str("<table>\n");
    if !names.is_empty() {
        out.push_str("<thead><tr>");
        for (name, align) in names.iter().zip(aligns) {
            let _ = write!(out, "<th{}>{}</th>", class(*align), escape(name));
        }
        out.push_str("</tr></thead>\n");
    }
    out.push_str("<tbody>\n");
    for Row { light, cells } in rows {
        out.push_str("<tr>");
        let mut cells = cells.iter().zip(aligns);
        if let Some((light, (sign, _))) = light.and_then(|light| Some((light, cells.next()?))) {
            let word = light.word().get(lang);
            let _ = write!(out, "<td class=\"light {}\" title=\"{word}\">{}</td>", light.key(), escape(sign));
        }
        for (cell, align) in cells {
            let text = cell.trim_start_matches(' ');
            let depth = (cell.len() - text.len()) / 2;
            let indent = if depth > 0 { format!(" style=\"padding-left:{depth}em\"") } else { String::new() };
            let _ = write!(out, "<td{}{indent}>{}</td>", class(*align), escape(text));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn class(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => " class=\"number\"",
        Align::Centre => " class=\"centre\"",
    }
}

/// The text as text.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
