//! Holds: units promised to somebody until a time; and the queue of those who wait for units.
//!
//! Promises: several lines are held together or not at all; a hold ends exactly once, as consumed, released or
//! expired; one that is past its time counts for nothing in a decision, whether or not it was swept yet. Whoever waits is served in
//! order of arrival, in the same unit of work in which the units came free.

mod adjust;
mod ask;
mod brought;
mod clock;
mod create;
mod expire;
mod extend;
mod list;
mod release;
mod set;
mod store;
mod transfer;
mod undo;
mod waiting;

pub use adjust::{give_way, holds_that_give_way, promised_gap};
pub use ask::{ReservationAskRelease, reservation_ask_release};
pub use brought::{brought, give_to_basket, with_units_of};
pub use clock::{JUMP_MS, clock_needs_look, settle_clock};
pub use create::{ReservationCreate, ReservationGroup, ReservationLine, reservation_create};
pub use expire::{PRELUDE_CHUNK, SWEEP_CHUNK, expire_due, expire_due_of, next_deadline};
pub use extend::{ReservationExtend, reservation_extend};
pub use list::{
    ReservationDetail, ReservationGet, ReservationKind, ReservationList, ReservationPage, ReservationSort,
    ReservationSummary, ReservationSummaryGet, reservation_get, reservation_list, reservation_summary,
};
pub use release::{ReservationRelease, ReservationRows, reservation_release};
pub use set::{NewHold, hold_all};
pub use store::{
    Hold, Owner, Reservation, check_available, check_available_beside, end, free_for, held_for_basket, held_for_order,
    hold, take_over, usable,
};
pub use transfer::stock_transfer;
pub use undo::{begin_undo, undo_reason};
pub use waiting::{
    Wait, WaitCancel, WaitCreate, WaitLine, WaitList, WaitNews, WaitNewsRow, WaitPage, WaitRows, WaitSince, WaitWhat,
    anybody_waits, cancel_waits_of_basket, cancel_waits_of_basket_at, cancel_waits_of_order, cancel_waits_of_order_at,
    serve_freed, serve_waiters, wait_cancel, wait_create, wait_list, wait_since,
};
