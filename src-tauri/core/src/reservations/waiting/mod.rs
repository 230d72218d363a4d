//! Waiting for units that are not free yet.
//!
//! Promises: for each variant and location it goes in the order of `seq`, and nobody overtakes the first; whoever does
//! not accept part gets all or nothing; what is waited for stays free to sell until it is granted; a wait ends once, as
//! granted, expired or cancelled.

mod cancel;
mod create;
mod expire;
mod list;
mod serve;
mod since;
mod store;

pub use cancel::{
    WaitCancel, cancel_waits_of_basket, cancel_waits_of_basket_at, cancel_waits_of_order, cancel_waits_of_order_at,
    wait_cancel,
};
pub use create::{WaitCreate, WaitLine, wait_create};
pub(super) use expire::expire_due_waits;
pub use list::{WaitList, WaitPage, wait_list};
pub(super) use serve::serve_here;
pub use serve::{anybody_waits, serve_freed, serve_waiters};
pub use since::{WaitNews, WaitNewsRow, WaitSince, WaitWhat, wait_since};
pub use store::{Wait, WaitRows};
