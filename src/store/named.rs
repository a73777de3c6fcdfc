//! A look at the files alone that events have named: what a save costs does not grow with the files beside it.
//!
//! Events stay hints (decision D1): where one is not clear, everything is looked at, and every two seconds in any case.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::cached::Look;
use super::folder::Vague;
use super::job::Which;
use super::queue::{self, Round};
use super::{Store, Today};
use crate::domain::Portfolio;
use crate::domain::ids::Text;

impl Store {
    /// The same, of the files alone that events have `named`, and of those that are waited for. `Err` where it is not
    /// clear which that would be: then it is everything.
    pub(super) fn follow_named(
        &mut self,
        look: Look<'_>,
        named: &BTreeSet<PathBuf>,
        today: Today<'_>,
    ) -> Result<Option<Arc<Portfolio>>, Vague> {
        let mut units = self.named(named)?;
        for (name, folder) in &self.plans {
            if folder.waits(look.at.unwrap_or_default())? {
                units.entry(name.clone()).or_default();
            }
        }
        let root = self.home.clone().ok_or(Vague)?;
        let folders =
            self.plans.iter_mut().filter_map(|(name, folder)| Some((folder, Which::Of(units.remove(name)?))));
        let changed = queue::read(folders, Round { root: &root, look, today }, None);
        Ok(changed.then(|| self.show()))
    }

    /// The units whose files are at these paths, by plan.
    fn named(&self, paths: &BTreeSet<PathBuf>) -> Result<BTreeMap<String, BTreeSet<Text>>, Vague> {
        let root = self.home.as_ref().filter(|_| self.holidays.due.is_none()).ok_or(Vague)?;
        let mut units: BTreeMap<String, BTreeSet<Text>> = BTreeMap::new();
        for path in paths {
            let below = path.strip_prefix(root).map_err(|_| Vague)?;
            let (folder, name) = below.parent().zip(below.file_name()).ok_or(Vague)?;
            let plan = folder.to_str().and_then(|folder| folder.strip_suffix("units")).ok_or(Vague)?;
            let plan = plan.strip_suffix('/').unwrap_or(plan);
            let folder = self.plans.get(plan).filter(|folder| folder.is_plain()).ok_or(Vague)?;
            if let Some(unit) = folder.unit_named(name)? {
                units.entry(plan.to_owned()).or_default().insert(unit.clone());
            }
        }
        Ok(units)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::domain::Day;
    use crate::store::{Effort, storage};

    fn write(path: &Path, progress: u8) {
        let text = format!(
            "unit: u\nitems:\n  i:\n    log:\n      - {{ on: 2022-02-01, progress: {progress}, note: 一 }}\n"
        );
        fs::write(path, text).unwrap();
    }

    /// Three plans of two units each, below a folder that is no link.
    fn plans(root: &Path) {
        many(root, &["p", "q", "r"].map(str::to_owned), 0);
    }

    /// The same with other names and so many units more, each with a file that says nothing.
    fn many(root: &Path, names: &[String], more: usize) {
        let others: Vec<String> = (0..more).map(|n| format!("  - {{ id: w{n}, name: 他{n} }}\n")).collect();
        let others = others.concat();
        for plan in names {
            let dir = root.join(plan);
            fs::create_dir_all(dir.join("units")).unwrap();
            let text = format!(
                "title: 计划\nissued: 2022-01-27\nunits:\n  - {{ id: u, name: 单位 }}\n  - {{ id: v, name: 他 }}\n{others}sections:\n  - title: 一\n    items:\n      - {{ id: i, title: 事项, lead: u }}\n"
            );
            fs::write(dir.join("plan.yaml"), text).unwrap();
            write(&dir.join("units/u.yaml"), 10);
            fs::write(dir.join("units/v.yaml"), "unit: v\nitems: {}\n").unwrap();
            for n in 0..more {
                fs::write(dir.join(format!("units/w{n}.yaml")), format!("unit: w{n}\nitems: {{}}\n"))
                    .unwrap();
            }
        }
    }

    fn today(_: &str) -> Day {
        "2022-02-10".parse().unwrap()
    }

    struct Looks(Store);

    impl Looks {
        fn all(&mut self, seconds: u64) -> Option<Arc<Portfolio>> {
            let at = Some(Duration::from_secs(seconds));
            let look = Look { effort: Effort::Changed, at, whole: &BTreeSet::new() };
            self.0.follow(look, &today, &mut |_| {})
        }

        fn at(&mut self, paths: &[PathBuf]) -> Result<Option<Arc<Portfolio>>, Vague> {
            let whole = paths.iter().cloned().collect();
            let look = Look { effort: Effort::Changed, at: Some(Duration::from_secs(1)), whole: &whole };
            self.0.follow_named(look, &whole, &today)
        }
    }

    fn progress(portfolio: &Portfolio, plan: usize) -> Option<String> {
        let report = portfolio.ledgers[plan].reports[0].as_ref()?;
        report.items().next().unwrap().1.log[0].progress().map(|progress| progress.to_string())
    }

    #[test]
    fn a_save_that_an_event_names_is_read_and_no_other_file_is_looked_at() {
        let dir = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        plans(&root);
        let mut looks = Looks(Store::new(&root));
        let before = looks.all(0).unwrap();
        let [p, q] = ["p/units/u.yaml", "q/units/u.yaml"].map(|name| root.join(name));
        write(&p, 21);
        write(&q, 22);
        let after = looks.at(&[p]).unwrap().unwrap();
        assert_ne!(progress(&before, 0), progress(&after, 0));
        // What no event has named waits for the next round, and everything else is the same value.
        assert!((1..3).all(|n| Arc::ptr_eq(&before.ledgers[n], &after.ledgers[n])));
        assert!(Arc::ptr_eq(&before.ledgers[0].plan, &after.ledgers[0].plan));
        assert!(Arc::ptr_eq(
            before.ledgers[0].reports[1].as_ref().unwrap(),
            after.ledgers[0].reports[1].as_ref().unwrap()
        ));
        assert!(looks.all(2).is_none(), "it has not been quiet yet");
        let found = looks.all(3).unwrap();
        assert_ne!(progress(&before, 1), progress(&found, 1));
    }

    #[test]
    fn whatever_is_not_clear_is_not_looked_at_alone() {
        let dir = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        plans(&root);
        let mut looks = Looks(Store::new(&root));
        // Nothing has been read yet.
        assert_eq!(looks.at(&[root.join("p/units/u.yaml")]).unwrap_err(), Vague);
        looks.all(0).unwrap();
        for clear in ["p/units/u.yaml", "p/units/.u.yaml.swp", "p/units/4913"] {
            assert!(looks.at(&[root.join(clear)]).unwrap().is_none(), "{clear}");
        }
        for vague in [
            "p/plan.yaml",
            "p/units",
            "p",
            "holidays.yaml",
            "p/units/other.yaml",
            "p/units/u.yml",
            "p/units/u.sync-conflict-20220210-101010-ABCDEF.yaml",
            "s/units/u.yaml",
        ] {
            assert_eq!(looks.at(&[root.join(vague)]).unwrap_err(), Vague, "{vague}");
        }
        // A file that has gone: what its name stands for now is to be found out.
        fs::remove_file(root.join("p/units/u.yaml")).unwrap();
        assert_eq!(looks.at(&[root.join("p/units/u.yaml")]).unwrap_err(), Vague);
        // A file that is reached through a link may change without its name being told, and so may its folder.
        fs::rename(root.join("q/units/v.yaml"), root.join("v")).unwrap();
        symlink(root.join("v"), root.join("q/units/v.yaml")).unwrap();
        looks.all(2);
        looks.all(3);
        assert_eq!(looks.at(&[root.join("q/units/u.yaml")]).unwrap_err(), Vague);
        assert_eq!(looks.at(&[root.join("q/units/..data")]).unwrap_err(), Vague);
    }

    #[test]
    fn where_the_files_are_is_asked_again_only_when_a_folder_on_the_way_is_another() {
        let dir = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        plans(&root);
        let mut looks = Looks(Store::new(&root));
        let quiet = |looks: &mut Looks, from: u64| {
            (0..10).for_each(|n| drop(looks.all(from + 2 * n)));
            let before = looks.0.places();
            looks.all(from + 20);
            (before.is(&looks.0.places()), looks.0.places())
        };
        let dated = storage::of(&root).is_some_and(|storage| storage.reach == storage::Reach::Everybody);
        let (rests, before) = quiet(&mut looks, 0);
        assert_eq!(rests, dated);
        // Another folder under the same name, with the very same files.
        fs::rename(root.join("q/units"), root.join("q/old")).unwrap();
        fs::create_dir(root.join("q/units")).unwrap();
        for name in ["u.yaml", "v.yaml"] {
            fs::rename(root.join("q/old").join(name), root.join("q/units").join(name)).unwrap();
        }
        looks.all(30);
        assert!(!before.is(&looks.0.places()));
        let (rests, before) = quiet(&mut looks, 32);
        assert_eq!(rests, dated);
        // A link out of the root, in the place of a plan: its reports are not read from there.
        let outside = tempfile::tempdir().unwrap();
        let outside = fs::canonicalize(outside.path()).unwrap().join("r");
        fs::rename(root.join("r"), &outside).unwrap();
        symlink(&outside, root.join("r")).unwrap();
        let found = looks.all(60).unwrap();
        assert!(!before.is(&looks.0.places()));
        assert!(found.ledgers[2].findings.iter().any(|finding| &*finding.place.file == "r/units"));
    }

    /// What it costs is counted from outside, with `GUATU_PLANS` as the measure of what lies beside the file:
    /// `valgrind --tool=callgrind --toggle-collect='*follow_named*' target/debug/deps/guatu-* the_cost_of_a_save`.
    #[test]
    fn the_cost_of_a_save_beside_other_plans() {
        let plans = std::env::var("GUATU_PLANS").ok().and_then(|it| it.parse().ok()).unwrap_or(5);
        let dir = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(dir.path()).unwrap();
        many(&root, &(0..plans).map(|n| format!("p{n:05}")).collect::<Vec<_>>(), 28);
        let mut looks = Looks(Store::new(&root));
        looks.all(0).unwrap();
        let path = root.join("p00003/units/u.yaml");
        for progress in 11..21 {
            write(&path, progress);
            let after = looks.at(std::slice::from_ref(&path)).unwrap().unwrap();
            assert_eq!(after.ledgers.len(), plans);
        }
    }
}
