//! What the store sells: a tree of categories, products, their variants, SKUs and barcodes.
//!
//! Promises: a SKU names one variant whatever its letter case, archived or not; a barcode names one active variant;
//! no category lies within itself; what was ever used is archived, never deleted; an edit names the version it saw;
//! what a variant is found by stands in the index in the same transaction.

mod audited;
pub mod categories;
mod create;
mod delete;
mod find;
mod parse;
mod search;
mod store;
mod suggest;
mod update;

pub use create::{ProductCreate, VariantNew, product_create};
pub use delete::{ProductDelete, ProductDeleted, product_delete};
pub use find::{ProductFind, ProductFound, ProductGet, ProductMatch, product_find, product_get};
pub use parse::label as label_of;
pub use search::{FEW, SEARCH_SINCE, Search, Which, index_problems, rebuild_search, reindex, reindex_where};
pub use store::{
    Attribute, FULL_NAME, Product, SELLABLE_WIDTH, Sellable, Variant, level_sql, path_of, sellable, sellable_columns,
    sellable_row,
};
pub use suggest::{ProductSuggest, Suggestion, SuggestionList, product_suggest};
pub use update::{ProductUpdate, VariantEdit, product_update};
