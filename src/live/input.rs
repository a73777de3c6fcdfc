//! The keyboard and the mouse, on a thread of their own: a terminal that has gone makes crossterm's reading spin, and
//! the loop must not spin with it.
//!
//! After everything that was typed has been sent, the thread parks until the loop lets it on: whoever the terminal is
//! lent to meanwhile has the keyboard to himself.
//!
//! A panic here costs the event it came with: it goes to the log, and the keyboard is read on. One that comes again and
//! again ends the session as a hang-up does, because a session that hears nobody can only be killed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;
use std::{io, thread};

use crossterm::event::{self, Event, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use signal_hook::consts::SIGHUP;

use crate::app::{Key, KeyCode, Message, Mouse};

/// Lines a notch of the wheel moves.
const NOTCH: i32 = 3;

/// Events taken in before the loop is asked, far fewer than its inbox holds.
const BATCH: usize = 32;

/// How long crossterm is asked whether there is more: with no time at all it does not even look at what it has read.
const MORE: Duration = Duration::from_micros(50);

/// Panics after each other with nothing read in between, after which the keyboard is given up.
const PANICS: usize = 5;

/// The keyboard, parked or being read.
#[derive(Debug)]
pub struct Keyboard {
    permits: SyncSender<()>,
}

impl Keyboard {
    /// Starts the thread.
    pub(super) fn listen(inbox: SyncSender<Message>) -> io::Result<Self> {
        Self::reading(inbox, batch)
    }

    /// The same, of whatever `batch` reads.
    fn reading(
        inbox: SyncSender<Message>,
        mut batch: impl FnMut() -> io::Result<Vec<Message>> + Send + 'static,
    ) -> io::Result<Self> {
        let (permits, parked) = sync_channel(1);
        thread::Builder::new().name("guatu-input".to_owned()).spawn(move || {
            let mut panics = 0;
            while panics < PANICS {
                // Nothing of ours is half done in there: what was read and not yet returned is lost, nothing else.
                let Ok(read) = catch_unwind(AssertUnwindSafe(&mut batch)) else {
                    panics += 1;
                    continue;
                };
                panics = 0;
                // The end of the terminal is somebody else's to tell.
                let Ok(messages) = read else { return };
                // What means nothing cannot have the terminal lent: no need to ask.
                let asks = !messages.is_empty();
                let sent = messages.into_iter().all(|message| inbox.send(message).is_ok());
                if !sent || asks && (inbox.send(Message::Parked).is_err() || parked.recv().is_err()) {
                    return;
                }
            }
            let _ = inbox.send(Message::Signal(SIGHUP));
        })?;
        Ok(Self { permits })
    }

    /// Lets the thread read on.
    pub(super) fn let_on(&self) {
        // Full: it has been let on already. Gone: nobody reads any more.
        let _ = self.permits.try_send(());
    }
}

/// Waits for an event and takes what else has come with it.
fn batch() -> io::Result<Vec<Message>> {
    let mut messages = Vec::new();
    for _ in 0..BATCH {
        let event = event::read()?;
        // Over a slow line Esc and the key after it arrive as one, with Alt; nothing here is bound to Alt.
        if is_alt(&event) {
            messages.push(Message::Key(Key::plain(KeyCode::Esc)));
        }
        messages.extend(message(&event));
        if !event::poll(MORE)? {
            break;
        }
    }
    Ok(messages)
}

fn is_alt(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.kind != KeyEventKind::Release && key.modifiers.contains(KeyModifiers::ALT))
}

/// What an event of the terminal means; pasted text means nothing, so that a paste is not a row of commands.
fn message(event: &Event) -> Option<Message> {
    match event {
        Event::Key(key) => key_of(key).map(Message::Key),
        Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Message::Mouse(Mouse::Click { x, y })),
                MouseEventKind::ScrollDown => Some(Message::Mouse(Mouse::Wheel { x, y, lines: NOTCH })),
                MouseEventKind::ScrollUp => Some(Message::Mouse(Mouse::Wheel { x, y, lines: -NOTCH })),
                MouseEventKind::Drag(MouseButton::Left) => Some(Message::Mouse(Mouse::Drag { x, y })),
                MouseEventKind::Down(_)
                | MouseEventKind::Up(_)
                | MouseEventKind::Drag(_)
                | MouseEventKind::Moved
                | MouseEventKind::ScrollLeft
                | MouseEventKind::ScrollRight => None,
            }
        }
        Event::Resize(..) | Event::FocusGained => Some(Message::Redraw),
        Event::FocusLost | Event::Paste(_) => None,
    }
}

fn key_of(key: &KeyEvent) -> Option<Key> {
    use crossterm::event::KeyCode as Code;
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let code = match key.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Delete => KeyCode::Delete,
        Code::F(n) => KeyCode::F(n),
        Code::Insert
        | Code::Null
        | Code::CapsLock
        | Code::ScrollLock
        | Code::NumLock
        | Code::PrintScreen
        | Code::Pause
        | Code::Menu
        | Code::KeypadBegin
        | Code::Media(_)
        | Code::Modifier(_) => return None,
    };
    Some(Key { code, ctrl: key.modifiers.contains(KeyModifiers::CONTROL) })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::Receiver;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(5);

    /// A keyboard on which the turns of `panics` panic, every other is a `j`, and the last is the terminal's end.
    fn start(turns: usize, panics: fn(usize) -> bool) -> (Keyboard, Receiver<Message>) {
        let (inbox, messages) = sync_channel(crate::live::INBOX);
        let mut turn = 0;
        let keyboard = Keyboard::reading(inbox, move || {
            turn += 1;
            assert!(!panics(turn), "turn {turn} (this panic is wanted)");
            if turn > turns {
                Err(io::ErrorKind::NotConnected.into())
            } else {
                Ok(vec![Message::Key(Key::char('j'))])
            }
        });
        (keyboard.unwrap(), messages)
    }

    #[test]
    fn a_panic_of_the_keyboards_thread_costs_no_more_than_the_key_it_came_with() {
        let (keyboard, messages) = start(30, |turn| turn % 3 != 0);
        for _ in 0..10 {
            assert!(matches!(messages.recv_timeout(PATIENCE).unwrap(), Message::Key(_)));
            assert!(matches!(messages.recv_timeout(PATIENCE).unwrap(), Message::Parked));
            keyboard.let_on();
        }
        // No signal: it ended with its terminal.
        assert!(messages.recv_timeout(PATIENCE).is_err());
    }

    #[test]
    fn a_keyboard_that_only_panics_ends_the_session_as_a_hang_up_does() {
        let (_keyboard, messages) = start(30, |_| true);
        assert!(matches!(messages.recv_timeout(PATIENCE).unwrap(), Message::Signal(SIGHUP)));
        assert!(messages.recv_timeout(PATIENCE).is_err());
    }
}
