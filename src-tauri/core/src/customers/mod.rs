//! Who buys.
//!
//! Promises: an e-mail address names one customer; a customer that was merged into another leads to it; nobody is
//! deleted. An order or basket may carry a name as text without making it known.

mod create;
mod get;
mod list;
mod merge;
mod resolve;
mod store;
mod suggest;
mod update;

pub use create::{CustomerCreate, customer_create};
pub use get::{CustomerDetail, CustomerGet, customer_get};
pub use list::{CustomerList, CustomerListRow, CustomerPage, CustomerSort, customer_list};
pub use merge::{CustomerMerge, customer_merge};
pub use resolve::{Known, OrderCustomer, WALK_IN, known_customer, look_up, resolve};
pub use store::{Customer, read_customer};
pub use suggest::{CustomerRow, CustomerRows, CustomerSuggest, customer_suggest};
pub use update::{CustomerUpdate, customer_update};
