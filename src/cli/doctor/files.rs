//! The plans, the storage they lie on, and whether changes of files are told.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use super::{Check, plain};
use crate::cli::args::Plans;
use crate::domain::Portfolio;
use crate::domain::finding::Severity;
use crate::domain::ledger::FileState;
use crate::live::clock::{self, SystemClock};
use crate::store::scratch::{self, Scratch};
use crate::store::storage::{self, Reach};
use crate::store::watch::{self, News, Options, Time};
use crate::store::{Store, template};
use crate::text::{Lang, Phrase, both, clean};

const EVENTS: Phrase = Phrase::new("文件事件", "events");
/// How long an event has; the reconcile of the test is far longer, so that only events are seen.
const PATIENCE: Duration = Duration::from_secs(2);
const NEVER: Duration = Duration::from_secs(3600);
/// What the folder of the test is called.
const PURPOSE: &str = "doctor";

pub(super) fn checks(plans: &Plans, portfolio: &Portfolio, store: &Store) -> [Check; 4] {
    [read(plans, portfolio, store), lies_on(plans.root()), watches(store), events()]
}

/// Whether the plans can be read, and how many there are.
fn read(plans: &Plans, portfolio: &Portfolio, store: &Store) -> Check {
    let what = Phrase::new("方案", "plans");
    if let Some(trouble) = store.trouble() {
        // Nobody named a folder: perhaps this is simply not where the plans are.
        return if plans.named() {
            Check::wrong("plans", what, trouble.said(), trouble.hint())
        } else {
            Check::note("plans", what, trouble.said(), trouble.hint())
        };
    }
    let ledgers = &portfolio.ledgers;
    let files = ledgers.iter().flat_map(|ledger| &ledger.files);
    let unread = files.clone().filter(|file| matches!(file, FileState::Unreadable { .. })).count();
    let there = files.filter(|file| **file != FileState::Missing).count();
    let units: usize = ledgers.iter().map(|ledger| ledger.plan.units.len()).sum();
    let items: usize = ledgers.iter().map(|ledger| ledger.plan.items.len()).sum();
    let findings = portfolio.findings.iter().chain(ledgers.iter().flat_map(|ledger| &ledger.findings));
    let errors = findings.filter(|finding| finding.severity() == Severity::Error).count();
    let n = ledgers.len();
    let fact = both!(
        "{n} 个方案，{items} 项，{units} 个单位，{there} 个单位文件，{errors} 个错误",
        "plans: {n}, items: {items}, units: {units}, their files: {there}, errors: {errors}"
    );
    if unread > 0 {
        let (zh, en) = (fact.zh, fact.en);
        let fact = both!("{zh}；{unread} 个读不了", "{en}, unreadable: {unread}");
        return Check::wrong("plans", what, fact, plain("guatu check"));
    }
    if errors > 0 {
        return Check::note("plans", what, fact, plain("guatu check"));
    }
    Check::fine("plans", what, fact)
}

/// The storage, and whether what others write there is told.
fn lies_on(root: &Path) -> Check {
    let what = Phrase::new("文件系统", "storage");
    let there = root.ancestors().find(|path| path.exists()).filter(|path| !path.as_os_str().is_empty());
    let Some(found) = storage::of(there.unwrap_or(Path::new("."))) else {
        return Check::skipped("storage", what, both!("系统没有说", "the system does not say"));
    };
    let name = found.name;
    match found.reach {
        Reach::Everybody => Check::fine("storage", what, plain(name)),
        Reach::Unknown => Check::note(
            "storage",
            what,
            both!("不认识的种类；每 2 秒查看一次", "of an unknown kind; it is looked at every 2 s"),
            both!("若更新慢：--poll 1", "if changes are slow to come: --poll 1"),
        ),
        Reach::ThisMachine => Check::note(
            "storage",
            what,
            both!(
                "{name}：别的机器写的没有事件，每 2 秒查看一次",
                "{name}: what other machines write sends no event; it is looked at every 2 s"
            ),
            both!(
                "要更快：--poll 1；并缩短挂载的缓存时间",
                "faster: --poll 1, and a shorter cache of the mount"
            ),
        ),
    }
}

/// The limits of inotify and what these plans need of them.
fn watches(store: &Store) -> Check {
    let what = Phrase::new("监视上限", "watch limits");
    let limit = |name: &str| -> Option<usize> {
        fs::read_to_string(Path::new("/proc/sys/fs/inotify").join(name)).ok()?.trim().parse().ok()
    };
    let names = ["max_user_watches", "max_user_instances", "max_queued_events"];
    let [Some(watches), Some(instances), Some(queue)] = names.map(limit) else {
        return Check::skipped("watches", what, both!("这个系统没有 inotify", "this system has no inotify"));
    };
    let needed = store.folders().len();
    let fact = both!(
        "要 {needed} 个监视、1 个实例；上限 {watches}、{instances}，队列 {queue}",
        "needs {needed} watches and 1 instance of {watches} and {instances}; queue {queue}"
    );
    if needed > watches || instances == 0 {
        let more = needed.max(524_288);
        let fix = plain(&format!(
            "sudo sysctl fs.inotify.max_user_watches={more} fs.inotify.max_user_instances=512"
        ));
        return Check::wrong("watches", what, fact, fix);
    }
    Check::fine("watches", what, fact)
}

/// Follows a plan in a temporary folder with the very code the monitor uses, changes it, and waits for the news.
fn events() -> Check {
    scratch::sweep(PURPOSE);
    let scratch = match Scratch::new(PURPOSE) {
        Ok(scratch) => scratch,
        Err(error) => {
            let (path, reason) = (std::env::temp_dir(), error.to_string());
            let path = path.to_string_lossy();
            let path = clean(&path);
            return Check::wrong(
                "events",
                EVENTS,
                both!(
                    "临时文件夹 {path} 不可写（{reason}）",
                    "the temporary folder {path} cannot be written to ({reason})"
                ),
                both!("export TMPDIR=/可写的路径", "export TMPDIR=/a/writable/path"),
            );
        }
    };
    let kind = storage::of(scratch.path()).map_or("?", |found| found.name);
    match told(scratch.path()) {
        Ok(Some(took)) => {
            let ms = took.as_millis().max(1);
            Check::fine(
                "events",
                EVENTS,
                both!(
                    "实测 {ms} 毫秒知道改动（临时文件夹，{kind}）",
                    "a change was told in {ms} ms (temporary folder, {kind})"
                ),
            )
        }
        Ok(None) => Check::wrong(
            "events",
            EVENTS,
            both!(
                "实测 2 秒内没有收到改动（临时文件夹，{kind}）",
                "a change was not told within 2 s (temporary folder, {kind})"
            ),
            both!("仍每 2 秒查看；要更快：--poll 1", "it still looks every 2 s; faster: --poll 1"),
        ),
        Err(error) => {
            let reason = error.to_string();
            let fact = both!("未能实测（{reason}）", "could not be tried ({reason})");
            Check::skipped("events", EVENTS, fact)
        }
    }
}

/// How long a change in `root` took to be told; none if it was not, or is not told by events.
fn told(root: &Path) -> std::io::Result<Option<Duration>> {
    let path = root.join("plan.yaml");
    let text = template::plan(Lang::En, clock::today(""));
    fs::write(&path, &text)?;
    let clock = SystemClock::new();
    let (sender, news) = sync_channel(16);
    let time = Time { today: Arc::new(clock::today), elapsed: Arc::new(move || clock.elapsed()) };
    let options = Options { reconcile: NEVER, events: true };
    let following =
        watch::follow(Store::new(root), options, time, move |news| sender.try_send(news).is_ok())?;
    // The first picture, and whether events are there at all.
    if !heard(&news, |news| matches!(news, News::Live)) {
        return Ok(None);
    }
    // A beat says that the looks of the start are over: what is seen from here on was told by an event.
    following.reread();
    if !heard(&news, |news| matches!(news, News::Beat)) {
        return Ok(None);
    }
    let start = clock.elapsed();
    fs::write(&path, text.replace("title:", "title: changed"))?;
    let came = heard(&news, |news| matches!(news, News::Portfolio(_)));
    drop(following);
    Ok(came.then(|| clock.elapsed().saturating_sub(start)))
}

/// Whether the news that is wanted comes in time.
fn heard(news: &Receiver<News>, wanted: impl Fn(&News) -> bool) -> bool {
    let clock = SystemClock::new();
    loop {
        let left = PATIENCE.saturating_sub(clock.elapsed());
        match news.recv_timeout(left) {
            Ok(news) if wanted(&news) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}
