//! What kind of storage a folder lies on, and whether the system tells of changes there.

use std::path::Path;

/// A kind of file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage {
    /// Its name, as `mount` has it.
    pub name: &'static str,
    /// Whose changes are told.
    pub reach: Reach,
}

/// Whose changes the system tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    Everybody,
    /// Only this machine's; what another machine or the host writes is found by looking.
    ThisMachine,
    /// It is not known.
    Unknown,
}

/// The kinds by the numbers of statfs(2).
const KINDS: [(u64, &str, Reach); 22] = [
    (0xEF53, "ext4", Reach::Everybody),
    (0x5846_5342, "xfs", Reach::Everybody),
    (0x9123_683E, "btrfs", Reach::Everybody),
    (0x2FC1_2FC1, "zfs", Reach::Everybody),
    (0xF2F5_2010, "f2fs", Reach::Everybody),
    (0xCA45_1A4E, "bcachefs", Reach::Everybody),
    (0x0102_1994, "tmpfs", Reach::Everybody),
    (0x8584_58F6, "ramfs", Reach::Everybody),
    (0x794C_7630, "overlay", Reach::Everybody),
    (0x4D44, "vfat", Reach::Everybody),
    (0x2011_BAB0, "exfat", Reach::Everybody),
    (0x5346_544E, "ntfs", Reach::Everybody),
    (0x7366_746E, "ntfs3", Reach::Everybody),
    (0x6969, "nfs", Reach::ThisMachine),
    (0x517B, "smb", Reach::ThisMachine),
    (0xFE53_4D42, "smb2", Reach::ThisMachine),
    (0xFF53_4D42, "cifs", Reach::ThisMachine),
    (0x6573_5546, "fuse", Reach::ThisMachine),
    (0x0102_1997, "9p", Reach::ThisMachine),
    (0x00C3_6400, "ceph", Reach::ThisMachine),
    (0x5346_414F, "afs", Reach::ThisMachine),
    (0x786F_4256, "vboxsf", Reach::ThisMachine),
];

/// The storage `path` lies on; none where the system does not say.
#[cfg(target_os = "linux")]
pub fn of(path: &Path) -> Option<Storage> {
    let found = rustix::fs::statfs(path).ok()?;
    // The numbers are 32 bits; a signed long may have extended one of them.
    #[expect(clippy::cast_sign_loss, reason = "a bit pattern, not a number")]
    Some(kind(found.f_type as u64 & 0xFFFF_FFFF))
}

/// The storage `path` lies on; none where the system does not say.
#[cfg(not(target_os = "linux"))]
pub fn of(_path: &Path) -> Option<Storage> {
    None
}

#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux has the numbers"))]
fn kind(number: u64) -> Storage {
    let known = KINDS.into_iter().find(|(known, ..)| *known == number);
    known.map_or(Storage { name: "?", reach: Reach::Unknown }, |(_, name, reach)| Storage { name, reach })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_machine_writes_is_not_told_on_shared_storage() {
        assert_eq!(kind(0x6969), Storage { name: "nfs", reach: Reach::ThisMachine });
        assert_eq!(kind(0xEF53).reach, Reach::Everybody);
        assert_eq!(kind(1).reach, Reach::Unknown);
    }
}
