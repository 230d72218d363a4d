//! Everything about Stockroom that is true without a window.
//!
//! The rooms import one way, from the top of this list to its end; `docs/ARCHITECTURE.md` walks one click through them.

pub mod kernel;

pub mod db;

pub mod audit;

pub mod staff;

pub mod catalog;

pub mod stock;

pub mod reservations;

pub mod counts;

pub mod customers;

pub mod pricing;

pub mod baskets;

pub mod orders;

pub mod reports;

pub mod imports;

pub mod store;

pub mod backup;

pub mod doctor;

pub mod commands;

pub mod app;

pub use app::{Change, Core, OpenOptions, Progress, Session};
pub use kernel::{Clock, Instant, ManualClock, Refusal};
