//! Trials of the engine in a store of their own, which is gone afterwards.

mod chaos;
mod load;
mod stage;

pub use chaos::{chaos, chaos_caller};
pub use load::{Load, load_test};
