//! The program without its window: opening a store, taking commands, telling of changes, letting holds lapse.

mod answer;
mod bulk;
mod chosen;
mod core;
mod demo;
mod expiry;
mod open;
pub(crate) mod run;

pub use self::core::{Change, Core, OpenOptions, Progress, Session};
pub use bulk::{
    CustomersExport, Exported, OrdersExport, ProductsExport, StockExport, audit_verify, backup_now, customers_export,
    doctor_run, import_apply, import_check, import_open, import_refused_save, order_bulk, orders_export,
    products_export, stock_export,
};
pub(crate) use run::RunResult;
