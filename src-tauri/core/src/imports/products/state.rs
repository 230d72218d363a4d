//! Products as an import sees them: what the store has, and what it would have.

use crate::catalog::Attribute;
use crate::db::Snapshot;
use crate::kernel::{CategoryId, Failure, LocationId, ProductId, VariantId};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

/// A product's own fields. Amounts are in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProductState {
    pub name: Box<str>,
    pub description: Box<str>,
    pub category_id: Option<CategoryId>,
    pub base_price: i64,
    pub unit: Box<str>,
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VariantState {
    pub sku: Box<str>,
    pub barcodes: Vec<Box<str>>,
    pub attributes: Vec<Attribute>,
    pub price_adjustment: i64,
    pub reorder_level: Option<i64>,
    pub last_cost: Option<i64>,
    pub archived: bool,
}

/// Units of a variant at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub location_id: LocationId,
    pub on_hand: i64,
    pub reserved: i64,
}

/// A change of the units on hand: what they were when the file was checked, and by how much they change.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub location_id: LocationId,
    pub before: i64,
    pub delta: i64,
    /// The figure of the file is what is right, so that it holds only where nothing moved meanwhile.
    pub exact: bool,
}

#[derive(Debug, Clone)]
pub struct VariantDraft {
    pub id: VariantId,
    /// Null: the import adds it.
    pub old: Option<VariantState>,
    pub new: VariantState,
    pub balances: Vec<Balance>,
    pub steps: Vec<Step>,
    /// The row of the file that speaks of it.
    pub row: Option<u32>,
}

impl VariantDraft {
    pub fn balance(&self, location_id: LocationId) -> (i64, i64) {
        let found = self.balances.iter().find(|balance| balance.location_id == location_id);
        found.map_or((0, 0), |balance| (balance.on_hand, balance.reserved))
    }

    pub fn on_hand(&self) -> i64 {
        self.balances.iter().map(|balance| balance.on_hand).sum()
    }

    pub fn on_hand_after(&self) -> i64 {
        self.on_hand() + self.steps.iter().map(|step| step.delta).sum::<i64>()
    }

    pub fn is_changed(&self) -> bool {
        !self.steps.is_empty() || self.old.as_ref() != Some(&self.new)
    }
}

#[derive(Debug, Clone)]
pub struct ProductDraft {
    pub id: ProductId,
    /// Null: the import adds it.
    pub row_version: Option<i64>,
    pub old: Option<ProductState>,
    pub new: ProductState,
    pub variants: Vec<VariantDraft>,
}

impl ProductDraft {
    pub fn is_changed(&self) -> bool {
        self.old.as_ref() != Some(&self.new) || self.variants.iter().any(VariantDraft::is_changed)
    }

    /// Is more than stock changed?
    pub fn is_edited(&self) -> bool {
        self.old.as_ref() != Some(&self.new)
            || self.variants.iter().any(|variant| variant.old.as_ref() != Some(&variant.new))
    }

    /// How the audit calls it: by the SKU where it has one variant, by its name where it has several.
    pub fn called(&self) -> &str {
        match self.variants.as_slice() {
            [only] => &only.new.sku,
            _ => &self.new.name,
        }
    }
}

/// The variant and product that have a SKU.
pub fn by_sku(books: &Snapshot<'_>, folded: &str) -> Result<Option<(VariantId, ProductId)>, Failure> {
    books.find("SELECT id, product_id FROM variant WHERE sku_folded = ?1", [folded], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

pub fn load(books: &Snapshot<'_>, id: ProductId) -> Result<Option<ProductDraft>, Failure> {
    let found = books.find(
        "SELECT name, description, category_id, base_price, unit, archived_at IS NOT NULL, row_version
         FROM product
         WHERE id = ?1",
        [id],
        |row| {
            let state = ProductState {
                name: text(row, 0)?,
                description: text(row, 1)?,
                category_id: row.get(2)?,
                base_price: row.get(3)?,
                unit: text(row, 4)?,
                archived: row.get(5)?,
            };
            Ok((state, row.get(6)?))
        },
    )?;
    let Some((state, row_version)) = found else { return Ok(None) };
    let rows: Vec<(VariantId, VariantState, String)> = books.rows(
        "SELECT id, sku, attributes, price_adjustment, reorder_level, last_cost, archived_at IS NOT NULL
         FROM variant
         WHERE product_id = ?1
         ORDER BY seq",
        [id],
        |row| {
            let state = VariantState {
                sku: text(row, 1)?,
                barcodes: Vec::new(),
                attributes: Vec::new(),
                price_adjustment: row.get(3)?,
                reorder_level: row.get(4)?,
                last_cost: row.get(5)?,
                archived: row.get(6)?,
            };
            Ok((row.get(0)?, state, row.get(2)?))
        },
    )?;
    let mut variants = Vec::with_capacity(rows.len());
    for (id, mut state, attributes) in rows {
        if attributes != "[]" {
            state.attributes = serde_json::from_str(&attributes)?;
        }
        state.barcodes =
            books.rows("SELECT code FROM barcode WHERE variant_id = ?1 ORDER BY row_no", [id], |row| text(row, 0))?;
        let balances = books.rows(
            "SELECT location_id, on_hand, reserved FROM stock_balance WHERE variant_id = ?1",
            [id],
            |row| Ok(Balance { location_id: row.get(0)?, on_hand: row.get(1)?, reserved: row.get(2)? }),
        )?;
        variants.push(VariantDraft {
            id,
            old: Some(state.clone()),
            new: state,
            balances,
            steps: Vec::new(),
            row: None,
        });
    }
    Ok(Some(ProductDraft { id, row_version: Some(row_version), old: Some(state.clone()), new: state, variants }))
}

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<Box<str>> {
    Ok(row.get_ref(column)?.as_str()?.into())
}
