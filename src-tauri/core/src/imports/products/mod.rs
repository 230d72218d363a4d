//! Goods: what a file says of products, variants and the units on hand.

mod apply;
mod check;
pub(super) mod columns;
mod read;
mod state;
mod tree;
mod undo;
mod write;

use crate::db::Snapshot;
use crate::kernel::{CategoryId, ImportField, Minor, Money};
pub(super) use apply::apply;
pub(super) use check::check;
use columns::OnHandColumn;
use state::ProductDraft;
pub use undo::{batch_undo, batch_undo_preview};

crate::response! {
    /// What an import of goods does to the store as a whole.
    pub struct ImportGoods {
        /// Units on hand in the whole store, and what they are worth at their prices.
        pub units_now: i64,
        pub units_after: i64,
        pub value_now: Money,
        pub value_after: Money,
        /// The paths of the categories that would be added.
        pub new_categories: Vec<Vec<String>>,
    }
}

/// What would be applied.
#[derive(Debug)]
pub struct Plan {
    pub on_hand: Vec<OnHandColumn>,
    /// In order, parents before their children.
    pub categories: Vec<NewCategory>,
    /// Only products that change.
    pub products: Vec<ProductDraft>,
    pub figures: Figures,
}

#[derive(Debug)]
pub struct NewCategory {
    pub id: CategoryId,
    pub parent_id: Option<CategoryId>,
    pub name: String,
    pub path: Vec<String>,
}

/// In units and minor units.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    pub units_now: i64,
    pub units_after: i64,
    pub value_now: i64,
    pub value_after: i64,
}

impl Plan {
    pub fn told(&self, books: &Snapshot<'_>) -> ImportGoods {
        let figures = &self.figures;
        ImportGoods {
            units_now: figures.units_now,
            units_after: figures.units_after,
            value_now: books.money(Minor(figures.value_now)),
            value_after: books.money(Minor(figures.value_after)),
            new_categories: self.categories.iter().map(|category| category.path.clone()).collect(),
        }
    }
}

/// What seems odd about the columns of a file of goods.
pub(super) fn warnings(has: impl Fn(ImportField) -> bool) -> Vec<&'static str> {
    let mut warnings = Vec::new();
    if !has(ImportField::Sku) {
        warnings.push("No column is known to be the SKU.");
    }
    if !columns::FIELDS.iter().any(|field| read::is_of_product(*field) && has(*field)) {
        warnings.push("No column of the product is known, so that only known SKUs can be taken.");
    }
    warnings
}
