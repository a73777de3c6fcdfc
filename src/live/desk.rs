//! The terminal and the keyboard of a session, and their lending to an editor.
//!
//! Lent, the screen is as the shell left it, the modes are the shell's, and the keyboard's thread is parked: it asked to
//! be let on after the key that called the editor, and is not before the editor has ended. The loop goes on meanwhile,
//! without drawing: what the watcher reads is taken in, and a signal still ends the session.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use ratatui::buffer::Buffer;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::editor::Editor;
use super::input::Keyboard;
use super::surface::{Extent, Surface};
use super::terminal::{self, Terminal};
use crate::app::{Capture, Link, Message, Spot, Wanted};
use crate::store::locate::{self, Located};
use crate::text::{Said, both};

/// How long a file is looked for: storage that hangs must not take the keys with it.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long an editor that is hung up on may take to end.
const FAREWELL: Duration = Duration::from_millis(300);

/// Terminal and keyboard.
#[derive(Debug)]
pub struct Desk {
    terminal: Terminal,
    keyboard: Keyboard,
    root: PathBuf,
    inbox: SyncSender<Message>,
    lent: Option<Lent>,
}

/// The editor that has them.
#[derive(Debug)]
struct Lent {
    child: Child,
    /// The terminal and its modes as the editor got them.
    modes: Option<(File, Termios)>,
    /// Tells that the editor has ended.
    ended: Receiver<()>,
}

impl Desk {
    /// A desk over the plans below `root`. The end of an editor is told to `inbox`.
    pub fn new(terminal: Terminal, keyboard: Keyboard, root: &Path, inbox: SyncSender<Message>) -> Self {
        Self { terminal, keyboard, root: root.to_owned(), inbox, lent: None }
    }

    /// Starts the editor in the terminal, which has been given.
    fn start(editor: &Editor, at: &Located) -> io::Result<(Lent, SyncSender<()>)> {
        let tty = File::options().read(true).write(true).open("/dev/tty").ok();
        let modes = tty.and_then(|tty| tcgetattr(&tty).ok().map(|modes| (tty, modes)));
        let mut command = Command::new(editor.program());
        command.args(editor.arguments(at));
        // Where the standard input is something else, the keys come from the terminal all the same.
        if let Some((tty, _)) = modes.as_ref().filter(|_| !io::stdin().is_terminal()) {
            command.stdin(Stdio::from(tty.try_clone()?));
        }
        let (tell, ended) = sync_channel(1);
        Ok((Lent { child: command.spawn()?, modes, ended }, tell))
    }

    /// Waits for the end of the editor on a thread of its own.
    fn wait(&self, editor: Editor, at: Located, pid: Option<Pid>, tell: SyncSender<()>) -> io::Result<()> {
        let inbox = self.inbox.clone();
        thread::Builder::new().name("guatu-editor".to_owned()).spawn(move || {
            // It stays to be reaped by whoever holds it, so that its number is nobody else's until then.
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            let status = pid.and_then(|pid| {
                loop {
                    match waitid(WaitId::Pid(pid), options) {
                        Err(rustix::io::Errno::INTR) => {}
                        Ok(status) => break status,
                        Err(_) => break None,
                    }
                }
            });
            let (code, signal) =
                status.map_or((None, None), |status| (status.exit_status(), status.terminating_signal()));
            let _ = tell.send(());
            // Nobody hears it when the session has ended meanwhile.
            let _ = inbox.send(Message::Edited(said(&editor, &at, code, signal)));
        })?;
        Ok(())
    }
}

/// What to tell about an editor that has ended; nothing where all is well.
fn said(editor: &Editor, at: &Located, code: Option<i32>, signal: Option<i32>) -> Option<Said> {
    let Editor { name, from, .. } = editor;
    match (code, signal) {
        (_, Some(signal)) => Some(both!(
            "编辑器 {name} 被信号 {signal} 终止；按 e 再打开",
            "{name} was ended by signal {signal}; e opens it again"
        )),
        (Some(code), None) if code != 0 => Some(both!(
            "编辑器 {name} 以代码 {code} 结束；若没有打开，检查 {from}",
            "{name} ended with code {code}; if it did not open, check {from}"
        )),
        _ if !editor.knows_lines() && at.line > 0 => {
            let line = at.line;
            Some(both!(
                "不知道怎样让 {name} 跳到某行，打开的是文件开头；位置是第 {line} 行",
                "how to tell {name} a line is not known: it opened at the top; the place is line {line}"
            ))
        }
        _ => None,
    }
}

/// The place that is wanted, on a thread of its own and with patience.
fn find(root: &Path, wanted: &Wanted) -> Result<Located, Said> {
    let (root, wanted) = (root.to_owned(), wanted.clone());
    let (tell, found) = sync_channel(1);
    let started = thread::Builder::new().name("guatu-locate".to_owned()).spawn(move || {
        let place = match &wanted.spot {
            Spot::Way(way) => locate::place(&root, &wanted.file, way),
            Spot::At(line, column) => {
                locate::file(&root, &wanted.file).map(|path| Located { path, line: *line, column: *column })
            }
        };
        let _ = tell.send(place);
    });
    let silent =
        || both!("存储没有回应，打不开文件；稍后再按 e", "the storage does not answer; press e again later");
    started.map_err(|_| silent())?;
    found.recv_timeout(PATIENCE).unwrap_or_else(|_| Err(silent()))
}

impl Surface for Desk {
    fn size(&mut self) -> io::Result<(u16, u16)> {
        self.terminal.size()
    }

    fn show(&mut self, cells: &mut Buffer, links: &[Link], extent: Extent) -> io::Result<()> {
        self.terminal.show(cells, links, extent)
    }

    fn bell(&mut self) -> io::Result<()> {
        self.terminal.bell()
    }

    fn suspend(&mut self) -> io::Result<()> {
        if self.lent.is_none() {
            return self.terminal.suspend();
        }
        // The editor was stopped by the same key; the terminal is its and the shell's to deal with.
        Ok(kill_process(rustix::process::getpid(), Signal::STOP)?)
    }

    fn lend(&mut self, wanted: &Wanted) -> io::Result<Option<Said>> {
        let editor = Editor::chosen(&|name| std::env::var(name).ok());
        let (editor, at) = match editor.and_then(|editor| Ok((editor, find(&self.root, wanted)?))) {
            Ok(found) => found,
            Err(said) => return Ok(Some(said)),
        };
        terminal::leave()?;
        match Self::start(&editor, &at) {
            Ok((lent, tell)) => {
                let pid = Pid::from_raw(i32::try_from(lent.child.id()).unwrap_or_default());
                self.lent = Some(lent);
                self.wait(editor, at, pid, tell)?;
                Ok(None)
            }
            Err(error) => {
                terminal::enter()?;
                let Editor { name, from, .. } = editor;
                Ok(Some(both!(
                    "打不开编辑器 {name}（{error}）；检查 {from}",
                    "{name} cannot be started ({error}); check {from}"
                )))
            }
        }
    }

    fn copy(&mut self, text: &str) -> io::Result<Said> {
        self.terminal.copy(text)
    }

    fn mouse(&mut self, capture: Capture) -> io::Result<()> {
        self.terminal.mouse(capture)
    }

    fn take_back(&mut self) -> io::Result<()> {
        let Some(lent) = self.lent.take() else { return Ok(()) };
        lent.end();
        terminal::enter()
    }

    fn listen(&mut self) {
        self.keyboard.let_on();
    }
}

impl Lent {
    /// Reaps the editor and puts the terminal's modes back: it may have left them anyhow.
    fn end(mut self) {
        // How it ended has been told already.
        let _ = self.child.wait();
        if let Some((tty, modes)) = &self.modes {
            // Now: what has been typed meanwhile is not thrown away.
            let _ = tcsetattr(tty, OptionalActions::Now, modes);
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let Some(mut lent) = self.lent.take() else { return };
        // The session ends under an editor: it is hung up on, as it would be by the terminal, and may save what it has.
        if let Some(pid) = Pid::from_raw(i32::try_from(lent.child.id()).unwrap_or_default()) {
            let _ = kill_process(pid, Signal::HUP);
        }
        if lent.ended.recv_timeout(FAREWELL).is_err() {
            let _ = lent.child.kill();
        }
        lent.end();
    }
}
