//! Why nothing at all can be read: the root itself is wrong.

use std::path::{Path, PathBuf};

use crate::text::{Said, both, clean};

/// What is wrong with the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RootTrouble {
    /// There is nothing at that path (or a link that leads nowhere).
    Missing(PathBuf),
    /// There is something, but it is not a folder.
    NotAFolder(PathBuf),
    /// The folder may not be listed; the reason is the system's.
    Unreadable(PathBuf, String),
    /// The folder holds no `plan.yaml`, and no folder below it does.
    NoPlan(PathBuf),
}

impl RootTrouble {
    /// The path that was named.
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing(path) | Self::NotAFolder(path) | Self::Unreadable(path, _) | Self::NoPlan(path) => {
                path
            }
        }
    }

    /// What is wrong.
    pub fn said(&self) -> Said {
        let shown = self.path().to_string_lossy();
        let path = clean(&shown);
        match self {
            Self::Missing(_) => both!("没有这个文件夹：{path}", "no such folder: {path}"),
            Self::NotAFolder(_) => both!("不是文件夹：{path}", "not a folder: {path}"),
            Self::Unreadable(_, reason) => {
                let reason = clean(reason);
                both!("无法读取文件夹 {path}（{reason}）", "the folder {path} cannot be read ({reason})")
            }
            Self::NoPlan(_) => both!("{path} 里没有方案", "there is no plan in {path}"),
        }
    }

    /// What to do.
    pub fn hint(&self) -> Said {
        match self {
            Self::Missing(_) => {
                both!("核对路径；新建方案可用 guatu init", "check the path; `guatu init` makes a new plan")
            }
            Self::NotAFolder(_) => both!(
                "请给出装有 plan.yaml 的文件夹，或装有若干方案文件夹的文件夹",
                "name the folder that holds plan.yaml, or a folder of such folders"
            ),
            Self::Unreadable(..) => both!("请检查该文件夹的权限", "check the folder's permissions"),
            Self::NoPlan(_) => both!(
                "方案是一个含 plan.yaml 的文件夹；新建可用 guatu init",
                "a plan is a folder with a plan.yaml; `guatu init` makes one"
            ),
        }
    }
}
