//! What a unit costs and why, step by step.
//!
//! `Prices` holds what counts at one moment for one tier; quoting from it is a pure calculation.

mod quote;

pub use quote::{PriceEffect, PriceStep, Prices, Quote};
