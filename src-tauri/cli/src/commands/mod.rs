//! One file a subject; each function is one subcommand.

mod bulk;
mod call;
mod changes;
mod checks;
mod count;
mod customer;
mod export;
mod files;
mod fulfilment;
mod import;
mod info;
mod placing;
mod quote;
mod search;
mod wait;

pub use bulk::order_bulk;
pub use call::call;
pub use changes::{changes, undo, undo_preview};
pub use checks::{DoctorReport, audit_verify, doctor, sweep};
pub use count::count;
pub use customer::customer;
pub use export::{export_customers, export_orders, export_products, export_stock};
pub use files::{backup, demo, init};
pub use fulfilment::fulfilment;
pub use import::{import_customers, import_products};
pub use info::info;
pub use placing::{basket, placing};
pub use quote::quote;
pub use search::search;
pub use wait::wait;
