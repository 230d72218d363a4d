//! What every other room stands on: ids, money, time, the words of the domain, and how a command says no.
//! It imports no other room and knows no database beyond how its own values are written into one.

#[macro_use]
mod wire;

pub mod clock;
pub mod cursor;
pub mod day;
pub mod fields;
pub mod ids;
pub mod money;
pub mod present;
pub mod refusal;
pub mod text;
pub mod watch;
pub mod words;

pub use clock::{Clock, Instant, ManualClock};
pub use cursor::{Cursor, Key};
pub use day::{Day, TimeZone};
pub use fields::Fields;
pub use ids::*;
pub use money::{Currency, Minor, Money};
pub use present::present;
pub use refusal::{
    BulkShortLine, DuplicateLine, Elsewhere, Failure, FieldProblem, Holder, HolderKind, Problem, Refusal, Reply,
    ShortLine, UndoProblem,
};
pub use watch::Watch;
pub use words::*;

/// The largest quantity of one line, in units. A larger figure is a slip of the scanner or the keyboard.
pub const MAX_QUANTITY: i64 = 1_000_000;
/// The most lines one command takes.
pub const MAX_LINES: usize = 500;
/// The longest time a hold may run from now, in seconds (30 days).
pub const MAX_HOLD_SECONDS: i64 = 30 * 24 * 60 * 60;
/// The longest time somebody may wait for units, in seconds (365 days).
pub const MAX_WAIT_SECONDS: i64 = 365 * 24 * 60 * 60;
/// The most rows of one page.
pub const MAX_PAGE: i64 = 200;
/// The usual rows of one page.
pub const DEFAULT_PAGE: i64 = 100;

/// The rows of a page that a request asked for, brought into its limits.
pub fn page_limit(asked: Option<i64>) -> i64 {
    asked.unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE)
}
