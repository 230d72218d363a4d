//! Counting what is on the shelf, while the store goes on selling.
//!
//! A sheet has lines. A line keeps what was counted, where the ledger stood then, and what the ledger had on hand
//! there. The difference of the two stays true however much is sold afterwards, so posting applies it to whatever is on
//! hand then.
//!
//! Promises: a figure that cannot be trusted is flagged, never posted unseen; a correction of the books that comes
//! after a figure is not made twice; of two counts of one thing the later one holds; a posted sheet is one batch, which
//! can be taken back; a code that names nothing is kept aside, not lost.

mod end;
mod enter;
mod lines;
mod list;
mod post;
mod start;
mod store;
mod unknown;

pub use end::{CountCancel, count_cancel};
pub use enter::{CountClear, CountEnter, CountEntered, CountEntry, CountMode, CountReplaced, count_clear, count_enter};
pub use lines::{CountLine, CountLineFilter, CountLinePage, CountLines, count_lines};
pub use list::{CountGet, CountList, CountPage, CountSheet, count_get, count_list};
pub use post::{CountPost, CountPosted, Uncounted, count_post};
pub use start::{CountStart, count_start};
pub use unknown::{
    CountUnknownList, CountUnknownSettle, UnknownCode, UnknownCodes, count_unknown_list, count_unknown_settle,
};
