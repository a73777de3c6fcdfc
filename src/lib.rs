//! **guatu** (挂图), the wall chart of a policy plan in a terminal.
//!
//! A city issues a plan; dozens of lead units (牵头单位) carry its measures and keep one YAML status file each.
//! guatu watches those files and shows how far every section is, what is overdue, who is silent, and the one
//! countable deadline of the plan: supervision rules published within 20 days of its issuance, clause （十七）.
//!
//! # The house
//!
//! One way down. Each room may use only the rooms behind its colon; `tests/architecture.rs` reads this very table
//! and checks every `use` in `src/`.
//!
//! ```text
//! text   :
//! domain : text
//! store  : text domain
//! report : text domain
//! app    : text domain
//! ui     : text domain app
//! live   : text domain store app ui
//! cli    : text domain store report app ui live
//! main   : cli
//! ```
//!
//! | Room | What it owns | What it refuses |
//! | --- | --- | --- |
//! | `text` | phrases in two languages, width, wrapping, cleaning | knowing what a plan is |
//! | `domain` | plan, days, deadlines, states, lights, roll-up, rules, the board | files, clocks, threads, terminals |
//! | `store` | YAML in, findings out, positions, watching; one entry or a new file out (`log`, `init`) | dates' meaning, screens |
//! | `report` | figures to bytes, one file a format | opening files, computing figures |
//! | `app` | the session: model, messages, update, actions, keys | ratatui, crossterm, the clock |
//! | `ui` | the model drawn into a buffer | changing anything, the terminal itself |
//! | `live` | terminal, keyboard, editor, clock, the event loop | deciding what a key means |
//! | `cli` | arguments, one file a command, exit codes | everything else |
//!
//! # The way of the data
//!
//! ```text
//! units/*.yaml ──store──▶ Portfolio ──domain──▶ Board(day) ──▶ ui ──▶ Buffer ──▶ terminal
//!      ▲ notify              (values, shared by Arc)   │  └──▶ report ──▶ bytes
//!      └── Message::Loaded ◀── live loop ◀── keys      └── every figure, light and deadline, computed once
//! ```
//!
//! Invariants, each said as what is *absent*:
//!
//! - No screen and no writer computes a figure: they read [`domain::Board`].
//! - Nothing in `ui` holds a `&mut` to the model: drawing returns what it drew.
//! - The clock is read in `live/clock.rs` only; every other function takes the day as a parameter.
//! - Reading never fails: any bytes give what can be read, and [`domain::Finding`]s.
//! - The cursor is never a row number; it is an id.
//! - No text from a file reaches a buffer unless [`text::clean`] has seen it, once, when the snapshot was built.
//!
//! # Single lists
//!
//! A key, its help line and its footer are one row of `app/actions.rs`. A finding is one file of `domain/rules/`. A
//! colour is a role of `ui/theme.rs`. A report format is one file of `report/`.
//!
//! # Why not
//!
//! - *Why no async?* Three sources of messages and one sleeper: a channel with a timeout does it.
//! - *Why no component trait?* Screens share one model and two modes (session and wall) show the same facts; state in
//!   components is what makes the second mode hard.
//! - *Why is the cursor an id?* Files change under the hand; a row number would point at another item.
//! - *Why `serde_yaml`, although archived?* It is what the user named; it has no open advisory, its forks behave the
//!   same to the byte, and `saphyr-parser` stands in front of it where a file looks dangerous.
//! - *Why a reader of our own before it?* It spends three quarters of its time on cutting the text. A scanner of the
//!   small part of YAML that clerks write needs a tenth of that; it gives up wherever it is not certain.
//! - *Why is the keyboard read without crossterm?* It keeps a paste or a sequence that never ends, byte by byte, and when
//!   the terminal has gone its reading never returns. Raw mode, screen and colours stay its own; `live/typed.rs` knows
//!   the sequences, in 32 bytes.
//! - *Why LZ4?* The words of the logs are half of what a session would hold, and a screenful of them is read. Packed
//!   they take 0.43 to 0.53 of their room; to open the page under the cursor is a thirtieth of a frame. `lz4_flex` does it
//!   without `unsafe` and without crates of its own.
//! - *Why own weeks of holidays?* No crate carries the make-up working days right for 2021–2026 (checked).
//!
//! # Fuzzing
//!
//! ```text
//! cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none reader -- -max_total_time=300
//! ```
//!
//! and the same for `plain` (the fast reader against the ladder), `sanitiser`, `dates` and `log` (one more entry in any
//! file); the stable compiler will do.
//!
//! Not part of `.ci/run`: cargo-fuzz and a build of its own take longer than all tests, and `tests/hostile.rs` throws
//! 3,000 damaged files at the same functions each time.
//!
//! # Measured
//!
//! `cargo bench` prints tables of loading, keys, frames and the start, each against a reference in the same run, and
//! instructions where `valgrind` is installed; `GUATU_FULL=1` adds a million items. `tests/benches/compare target/release/guatu`
//! lists what is overdue with guatu, taskwarrior, hledger and `PyYAML` on the same items: of 102,000 they take 1 : 5.5 :
//! 3.5 : 22.5 of its time. `cargo bench` leaves a program of its own profile in `target/release`, larger and not whole
//! optimised: `cargo build --release` comes before what takes that path.
//! `tests/benches/key target/release/guatu PLANS` tells how long a key takes, from its byte to the last of its frame:
//! on a million items in 340 plans a 95th of 1.3 to 1.8 ms on the screens 0, 1, 2, 3 and 6, and of 2.2 to 5.8 ms while
//! they are being read; a step from day to day of 8 to 15 ms, a sign of a filter of 2 to 4 ms.
//! Times of a busy machine mean nothing: ratios and instructions (callgrind) are told. 2026-11-26, two shared cores,
//! rustc 1.95; `gen-plans` data of 60 units of 40 items unless said otherwise:
//!
//! | Release profile | Bytes | CPU of its last step | `guatu check`: instructions |
//! | --- | --- | --- | --- |
//! | our own code opt 3, its crates opt s, fat LTO, 1 unit | 6,232,456 | 163 s | 205 M |
//! | opt s, the crates of a frame opt 3, fat LTO, 1 unit | 5,025,624 | 107 s | 239 M |
//! | **the same with what packs the words at opt 3, and what is rarely run at opt z** | **4,983,304** | **109 s** | 237 M |
//!
//! The three were built in one folder: the compiler's choice of what to inline follows the names it makes of the path,
//! and the same source takes 8 % more or fewer instructions in another.
//! One sort for all small lists (`domain/sorted.rs`) has taken off 148 KB since: 4,853,624 bytes.
//!
//! | What | Instructions | Ratio |
//! | --- | --- | --- |
//! | loading 102,000 items by `serde_yaml` alone into the same structs | 25,382 M | 1 |
//! | loading them (`cargo bench --bench bare -- ROOT`; 0.22 of its time on two threads) | 10,482 M | 0.41 |
//! | ten saves to their frames in a plan's tree, 93 files of 100 items (`tests/paced.rs`) | 298.0 M | 1 |
//! | the same among 10,540 files | 299.1 M | 1.00 |
//! | ten saves to their frames in the list of plans, 93 files (3 plans) | 255.2 M | 1 |
//! | the same among 10,540 files (340 plans, 20 rows of them to be drawn) | 280.3 M | 1.10 |
//! | a frame 200×60 as most programs make it (`Line`, `Span`, `Terminal::draw`) | 10.16 M | 1 |
//! | the same cells of the overdue list, all rows change | 8.00 M | 0.79 |
//! | the same list of 102,000 items | 8.04 M | 1.01 of it |
//! | the tree of 1,000 / 102,000 / 1,020,000 items, all rows change | 7.27 / 7.41 / 7.40 M | 1.02 |
//! | first frame (release) against an empty ratatui program, 195 / 102,000 / 1,020,000 items (seconds, 60 pairs) | – | 1.61 / 1.61 / 1.91 |
//! | first frame with data, the plan in the repository (seconds, release) | – | 3.9 |
//!
//! Memory, on a terminal of 200×60: 8.0 MB for the plan in the repository; 343 MB for 1,020,000 items in 722 MB of YAML
//! (0.47).
//! At rest: 0.08 % of a core and 0.58 wake-ups a second with the plan in the repository.

pub mod app;
pub mod cli;
pub mod domain;
pub mod live;
pub mod report;
pub mod store;
pub mod text;
pub mod ui;
