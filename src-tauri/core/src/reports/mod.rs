//! What leaves the store as a file.

mod guard;
mod orders_csv;
mod target;

pub use orders_csv::write_orders;
pub use target::{Target, Watch, Written};
