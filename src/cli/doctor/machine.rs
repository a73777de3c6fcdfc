//! Clock, zone, holidays, editor, and the folders of state and settings.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{Access, access};

use super::{Check, plain, variable};
use crate::domain::{Calendar, Day, Portfolio};
use crate::live::clock;
use crate::text::{Phrase, both, clean};

/// No clock that is right shows an earlier year: the program is younger.
const EARLIEST: i16 = 2024;
/// A file may have been written on a machine whose clock is a little fast.
const TOLERANCE: Duration = Duration::from_secs(3600);
/// The month in which the State Council's notice for the next year comes out.
const NOTICE_MONTH: i8 = 11;

/// Today in the plan's zone, and whether clock and zone can be believed.
pub(super) fn clock(zone: &str, root: &Path, portfolio: &Portfolio) -> [Check; 2] {
    let what = Phrase::new("时钟", "clock");
    let today = clock::today(zone);
    let day = |lang| today.long(lang);
    let (zh, en) = (day(crate::text::Lang::Zh), day(crate::text::Lang::En));
    let fix = both!("校准系统时间：timedatectl set-ntp true", "set the clock: timedatectl set-ntp true");
    let check = if today.year() < EARLIEST {
        Check::wrong(
            "clock",
            what,
            both!("今天是 {zh}，早于本程序", "today is {en}: before this program was made"),
            fix,
        )
    } else if let Some(path) = from_the_future(root, portfolio) {
        Check::wrong(
            "clock",
            what,
            both!("今天是 {zh}，而 {path} 写于之后", "today is {en}, but {path} was written later"),
            fix,
        )
    } else {
        Check::fine("clock", what, both!("今天是 {zh}", "today is {en}"))
    };
    [check, self::zone(zone)]
}

/// A file of the plans that was last written after now.
fn from_the_future(root: &Path, portfolio: &Portfolio) -> Option<String> {
    let paths = portfolio.ledgers.iter().flat_map(|ledger| ledger.paths.iter());
    let later = paths.into_iter().find(|path| {
        let written = fs::metadata(root.join(&***path)).and_then(|found| found.modified());
        written.is_ok_and(|time| clock::ahead(time).is_some_and(|ahead| ahead > TOLERANCE))
    });
    later.map(ToString::to_string)
}

/// Whether the system has the zone. One that nobody has is a finding of the plan, and Asia/Shanghai counts.
fn zone(zone: &str) -> Check {
    let what = Phrase::new("时区", "zone");
    let home = variable("TZDIR").unwrap_or_else(|| "/usr/share/zoneinfo".to_owned());
    if Path::new(&home).join(zone).is_file() {
        return Check::fine("zone", what, both!("{zone}（{home}）", "{zone} ({home})"));
    }
    Check::note(
        "zone",
        what,
        both!(
            "{zone}（系统没有时区数据，用内置的）",
            "{zone} (no zones on this system; the built-in ones count)"
        ),
        both!("安装 tzdata", "install tzdata"),
    )
}

/// Which years the table knows, and whether the next one is due.
pub(super) fn holidays(calendar: &Calendar, zone: &str) -> Check {
    let what = Phrase::new("节假日", "holidays");
    let today = clock::today(zone);
    let knows = |year: i16| Day::new(year, 1, 1).is_some_and(|day| calendar.knows(day));
    let years: Vec<i16> = (today.year() - 30..=today.year() + 5).filter(|year| knows(*year)).collect();
    let (first, last) =
        (years.first().copied().unwrap_or_default(), years.last().copied().unwrap_or_default());
    let fact = both!("{first}–{last} 年", "{first} to {last}");
    let next = today.year() + 1;
    let missing = if !knows(today.year()) {
        today.year()
    } else if today.month() >= NOTICE_MONTH && !knows(next) {
        next
    } else {
        return Check::fine("holidays", what, fact);
    };
    let (zh, en) = (fact.zh, fact.en);
    Check::note(
        "holidays",
        what,
        both!("{zh}，没有 {missing} 年", "{en}; {missing} is missing"),
        both!(
            "通知发布后写入 PLANS/holidays.yaml（guatu schema holidays）",
            "once the notice is out, write it into PLANS/holidays.yaml (guatu schema holidays)"
        ),
    )
}

/// The editor, and the folders of state and settings.
pub(super) fn places() -> [Check; 3] {
    let state = folder("XDG_STATE_HOME", ".local/state");
    let config = folder("XDG_CONFIG_HOME", ".config");
    [
        editor(),
        kept("state", Phrase::new("状态文件夹", "state folder"), state, "XDG_STATE_HOME"),
        kept("config", Phrase::new("设置文件夹", "config folder"), config, "XDG_CONFIG_HOME"),
    ]
}

fn editor() -> Check {
    let what = Phrase::new("编辑器", "editor");
    let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| Some((name, variable(name)?)));
    let fix = || both!("export EDITOR=vim（已安装的编辑器）", "export EDITOR=vim (one that is installed)");
    let Some((name, value)) = named else {
        let fact = both!("VISUAL 和 EDITOR 都没有设", "neither VISUAL nor EDITOR is set");
        return Check::note("editor", what, fact, fix());
    };
    let program = value.split_whitespace().next().unwrap_or_default();
    match found(program) {
        Some(path) => {
            let path = path.to_string_lossy();
            let path = clean(&path);
            Check::fine("editor", what, plain(&format!("{name}={value} ({path})")))
        }
        None => Check::wrong(
            "editor",
            what,
            both!(
                "{name}={value}，PATH 中没有 {program}",
                "{name}={value}, but there is no {program} in PATH"
            ),
            fix(),
        ),
    }
}

/// Where a program is.
fn found(program: &str) -> Option<PathBuf> {
    let runs = |path: &PathBuf| {
        fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    };
    if program.contains('/') {
        return Some(PathBuf::from(program)).filter(runs);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(runs)
}

/// Our folder below an XDG one; a relative one counts as not set (XDG Base Directory).
fn folder(name: &str, default: &str) -> Option<PathBuf> {
    let set = std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || std::env::var_os("HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    set.or_else(|| Some(home()?.join(default))).map(|path| path.join("guatu"))
}

/// Whether a folder could be written to, without writing to it.
fn kept(id: &'static str, what: Phrase, path: Option<PathBuf>, name: &str) -> Check {
    let Some(path) = path else {
        let fact = both!("HOME 和 {name} 都没有设", "neither HOME nor {name} is set");
        let fix = both!("export {name}=/绝对路径", "export {name}=/an/absolute/path");
        return Check::note(id, what, fact, fix);
    };
    let there = path.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"));
    let shown = path.to_string_lossy();
    let shown = clean(&shown);
    let writable = there.is_dir() && access(there, Access::WRITE_OK | Access::EXEC_OK).is_ok();
    match (writable, there == path) {
        (true, true) => Check::fine(id, what, plain(&shown)),
        (true, false) => {
            Check::fine(id, what, both!("{shown}（还没有，可以建）", "{shown} (not there yet, can be made)"))
        }
        (false, _) => Check::wrong(
            id,
            what,
            both!("{shown} 不可写", "{shown} cannot be written to"),
            both!(
                "改权限，或 export {name}=/可写的路径",
                "mend its permissions, or export {name}=/a/writable/path"
            ),
        ),
    }
}
