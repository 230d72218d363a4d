//! What the store sells: products, their variants, SKUs and barcodes.
//!
//! Promises: a SKU names one variant whatever its letter case; a barcode names one variant; what was ever used is
//! archived, never deleted; an edit names the version it saw.

mod create;
mod list;
mod search;
mod store;
mod suggest;
mod update;

pub use create::{ProductCreate, insert, product_create};
pub use list::{ProductGet, ProductList, ProductPage, product_get, product_list};
pub use search::{SEARCH_SINCE, rebuild_search};
pub use store::{Product, Sellable, sellable};
pub use suggest::{ProductSuggest, Suggestion, SuggestionList, product_suggest};
pub use update::{ProductUpdate, product_update};
