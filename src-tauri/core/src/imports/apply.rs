//! A checked import into the books: one transaction, one batch.
//!
//! Everything was prepared before; here it is written, and only if the store is still as it was checked: each product
//! at its version, each figure of stock where it stood. A category, SKU or barcode that came meanwhile is seen by the
//! tables' own rules.

use super::check::Checked;
use super::write::{out_of_date, write};
use crate::audit::{self, Entry};
use crate::catalog::categories::{CategoryCreate, category_create};
use crate::db::Uow;
use crate::kernel::{AuditAction, BatchId, BatchKind, CategoryId, Failure, MovementKind, Refusal};
use crate::reports::Watch;
use crate::stock::batch::{self, NewBatch};
use crate::stock::ledger::{self, Cause};
use rusqlite::named_params;
use serde_json::json;
use std::collections::HashMap;

crate::strict_request! {
    pub struct ImportApply {
        pub import_id: String,
    }
}
crate::response! {
    pub struct ImportApplied {
        pub batch_id: BatchId,
        pub added: i64,
        pub changed: i64,
        pub restored: i64,
        /// Units more or fewer on hand.
        pub units: i64,
        pub categories: i64,
    }
}

/// Why movements of an import are there.
const REASON: &str = "import";

pub fn apply(
    uow: &mut Uow<'_>,
    checked: &Checked,
    file_name: &str,
    watch: &dyn Watch,
) -> Result<ImportApplied, Failure> {
    let location_id = match checked.mapped.on_hand.as_slice() {
        [only] => Some(only.location_id),
        [] | [_, _, ..] => None,
    };
    let label: String = file_name.chars().take(200).collect();
    let batch_id = batch::begin(uow, NewBatch { label: &label, location_id, ..NewBatch::of(BatchKind::Import) })?;
    let made = categories(uow, checked, batch_id)?;
    write(uow, batch_id, &checked.products, &made, REASON, watch)?;
    let units = stock(uow, checked)?;
    let told = &checked.told;
    audit::record(
        uow,
        Entry {
            action: AuditAction::ImportApplied,
            object_type: "batch",
            object_id: batch_id.to_string(),
            object_label: &label,
            old: None,
            new: Some(json!({
                "added": told.added, "changed": told.changed, "restored": told.restored, "refused": told.refused,
                "units": units, "categories": made.len(),
            })),
            reason: None,
        },
    )?;
    batch::finish(uow, batch_id, told.added + told.changed)?;
    Ok(ImportApplied {
        batch_id,
        added: told.added,
        changed: told.changed,
        restored: told.restored,
        units,
        categories: made.len() as i64,
    })
}

/// Makes the categories, parents first, and tells under which ids.
fn categories(
    uow: &mut Uow<'_>,
    checked: &Checked,
    batch_id: BatchId,
) -> Result<HashMap<CategoryId, CategoryId>, Failure> {
    let mut made = HashMap::new();
    for (number, new) in checked.categories.iter().enumerate() {
        let parent_id = new.parent_id.map(|planned| made.get(&planned).copied().unwrap_or(planned));
        let request = CategoryCreate { name: new.name.clone(), parent_id, description: None, reorder_level: None };
        let category = category_create(uow, request).map_err(|failure| match failure {
            // Somebody made it meanwhile, or moved what it goes into.
            Failure::Refused(_) => out_of_date(0),
            Failure::Sql(_) | Failure::Bug(_) => failure,
        })?;
        uow.change_one(
            "INSERT INTO batch_change (batch_id, item_no, object_type, object_id, label, new_value, row_version)
             VALUES (:batch_id, :item_no, 'category', :object_id, :label, :new_value, :row_version)",
            named_params! {
                ":batch_id": batch_id,
                ":item_no": 1 + number as i64,
                ":object_id": category.id,
                ":label": category.path.join(" > "),
                ":new_value": serde_json::to_string(&category.name)?,
                ":row_version": category.row_version,
            },
        )?;
        made.insert(new.id, category.id);
    }
    Ok(made)
}

/// Moves the units. A figure that the file sets holds only where nothing moved since it was checked.
fn stock(uow: &mut Uow<'_>, checked: &Checked) -> Result<i64, Failure> {
    let cause = Cause { reason: Some(REASON), ..Cause::default() };
    let (mut units, mut moved) = (0, 0);
    for product in &checked.products {
        for variant in &product.variants {
            for step in &variant.steps {
                let (on_hand, reserved) = uow
                    .find(
                        "SELECT on_hand, reserved FROM stock_balance WHERE variant_id = ?1 AND location_id = ?2",
                        (variant.id, step.location_id),
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )?
                    .unwrap_or((0, 0));
                let after: i64 = on_hand + step.delta;
                if (step.exact && on_hand != step.before) || after < reserved {
                    moved += 1;
                    continue;
                }
                let append = ledger::Step {
                    variant_id: variant.id,
                    location_id: step.location_id,
                    kind: MovementKind::Adjust,
                    on_hand_delta: step.delta,
                    reserved_delta: 0,
                };
                ledger::append(uow, append, &cause)?;
                units += step.delta;
            }
        }
    }
    if moved > 0 { Err(Refusal::ImportOutOfDate { changed_products: moved }.into()) } else { Ok(units) }
}
