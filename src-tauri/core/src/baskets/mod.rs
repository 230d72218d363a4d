//! Sales that are being put together, several at once.
//!
//! Promises: a line keeps the price that it was quoted, why, and when; it changes only when its quantity or the basket's
//! customer does, or when somebody takes the new price; a basket that was placed or dropped stays as it is. Placing one
//! is `orders::basket_checkout`.

mod create;
mod get;
mod lines;
mod list;
mod park;
mod price;
mod store;
mod update;

pub use create::{BasketCreate, BasketCreateLine, NewBasket, basket_create, begin};
pub use get::{Basket, BasketCustomer, BasketGet, BasketLine, BasketLineOverride, BasketOffer, basket_get, read};
pub use lines::{
    BasketAdd, BasketLineRemove, BasketLineSet, BasketRequote, basket_add, basket_line_remove, basket_line_set,
    basket_requote, override_price,
};
pub use list::{BasketList, BasketPage, BasketRow, basket_list};
pub use park::{BasketDrop, BasketPark, BasketResume, basket_drop, basket_park, basket_resume, place};
pub use price::{LinePrice, Overridden};
pub use store::{Head, Line, head, lines as lines_of};
pub use update::{BasketUpdate, basket_update};
