//! What leaves the store as a file.

mod customers_csv;
mod guard;
mod orders_csv;
mod products_csv;
mod stock_csv;
mod target;

pub use customers_csv::write_customers;
pub use guard::guarded;
pub use orders_csv::write_orders;
pub use products_csv::write_products;
pub use stock_csv::write_stock;
pub use target::{Target, Written};
