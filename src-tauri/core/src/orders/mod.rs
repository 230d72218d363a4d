//! What was ordered and where each order stands.
//!
//! Promises: an order moves only along the table in `states`; placing is whole or not at all; a confirmed order owns
//! its units until they are shipped or given back.

mod allocate;
mod close_short;
mod get;
mod give_way;
pub mod list;
mod place;
pub mod states;
mod store;
mod transition;

pub use close_short::{CloseShortLine, OrderCloseShort, order_close_short};
pub use get::{AllowedAction, OrderDetail, OrderGet, OrderLine, TimelineEntry, order_get};
pub use give_way::stock_adjust;
pub use place::{OnShortage, OrderPlace, OrderPlaceLine, PlaceUpTo, order_place};
pub use states::OrderAction;
pub use store::OrderRow;
pub use transition::{OrderCancel, OrderTransition, order_cancel, order_transition};
