//! What was ordered and where each order stands.
//!
//! Promises: an order moves only along the table in `states`; placing is whole or not at all; a confirmed order owns
//! its units until they are shipped or given back.

mod allocate;
pub mod bulk;
mod checkout;
mod close_short;
mod copy;
pub(crate) mod draft;
mod edit;
mod extend;
mod get;
mod give_way;
pub mod list;
mod many;
mod override_price;
pub mod payments;
mod place;
mod returns;
mod ship;
pub mod states;
mod store;
mod timeline;
mod transition;
mod versions;
mod ways;

pub use checkout::{BasketCheckout, basket_checkout};
pub use close_short::{CloseShortLine, OrderCloseShort, order_close_short};
pub use copy::{OrderCopied, OrderCopy, order_copy};
pub use edit::{OrderEdit, OrderEditLine, order_edit};
pub use extend::{OrderExtend, order_extend};
pub use get::{AllowedAction, OrderDetail, OrderGet, OrderLine, order_get};
pub use give_way::stock_adjust;
pub use many::{OrderMoved, OrderTransitionMany, OrdersMoved, order_transition_many};
pub use override_price::{PriceOverridden, PriceOverride, price_override};
pub use payments::{Payment, PaymentGiven, PaymentRecord, PaymentRefund, payment_record, payment_refund};
pub use place::{OnShortage, OrderPlace, OrderPlaceLine, PlaceUpTo, order_place};
pub use returns::{OrderReturn, OrderReturnLine, Return, ReturnLine, order_return};
pub use ship::{OrderShip, OrderShipLine, Shipment, ShipmentLine, order_ship};
pub use states::OrderAction;
pub use store::{Account, OrderRow};
pub use timeline::TimelineEntry;
pub use transition::{OrderCancel, OrderTransition, order_cancel, order_transition};
pub use versions::{
    OrderCompare, OrderDifference, OrderDifferences, OrderVersion, OrderVersionRows, OrderVersions, order_compare,
    order_versions,
};
pub use ways::{OrderManyLook, OrderWay, OrderWays, order_many_look};
