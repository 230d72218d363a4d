//! Goods into the books: one batch. They go in only if the store is still as it was checked: each product at its
//! version, each figure of stock where it stood. A category, SKU or barcode that came meanwhile is seen by the tables'
//! own rules.

use super::Plan;
use super::write::write;
use crate::audit::{self, Entry};
use crate::catalog::categories::{CategoryCreate, category_create};
use crate::db::Uow;
use crate::imports::apply::{ImportApplied, label_of, out_of_date};
use crate::imports::lines::Counts;
use crate::kernel::Watch;
use crate::kernel::{AuditAction, BatchId, BatchKind, CategoryId, Failure, ImportKind};
use crate::stock::batch::{self, NewBatch};
use crate::stock::ledger;
use rusqlite::named_params;
use serde_json::json;
use std::collections::HashMap;

/// Why movements of an import are there.
const REASON: &str = "import";

pub fn apply(
    uow: &mut Uow<'_>,
    told: &Counts,
    plan: &Plan,
    file_name: &str,
    watch: &dyn Watch,
) -> Result<ImportApplied, Failure> {
    let location_id = match plan.on_hand.as_slice() {
        [only] => Some(only.location_id),
        [] | [_, _, ..] => None,
    };
    let label = label_of(file_name);
    let batch_id = batch::begin(uow, NewBatch { label: &label, location_id, ..NewBatch::of(BatchKind::Import) })?;
    let made = categories(uow, plan, batch_id)?;
    write(uow, batch_id, &plan.products, &made, REASON, watch)?;
    let units = stock(uow, plan)?;
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
        kind: ImportKind::Products,
        undoable: true,
        added: told.added,
        changed: told.changed,
        restored: told.restored,
        units,
        categories: made.len() as i64,
        orders: None,
    })
}

/// Makes the categories, parents first, and tells under which ids.
fn categories(uow: &mut Uow<'_>, plan: &Plan, batch_id: BatchId) -> Result<HashMap<CategoryId, CategoryId>, Failure> {
    let mut made = HashMap::new();
    for (number, new) in plan.categories.iter().enumerate() {
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

/// Steps that are written at once.
const STEPS_AT_ONCE: usize = 10_000;

/// What the ledger appends: `[variant, location, units]` each, the ids as hexadecimal digits.
const STEPS: &str = "SELECT unhex(value ->> 0) AS variant_id, unhex(value ->> 1) AS location_id, 'adjust' AS kind,
    value ->> 2 AS on_hand_delta, :reason AS reason, NULL AS note, NULL AS ref_type, NULL AS ref_id, NULL AS ref_label
  FROM json_each(:steps)";

/// Moves the units. A figure that the file sets holds only where nothing moved since it was checked.
fn stock(uow: &mut Uow<'_>, plan: &Plan) -> Result<i64, Failure> {
    let (mut units, mut moved) = (0, 0);
    let mut steps = Vec::new();
    for product in &plan.products {
        for variant in &product.variants {
            for step in &variant.steps {
                // What the import adds has nothing anywhere.
                let balance = match variant.old {
                    None => None,
                    Some(_) => uow.find(
                        "SELECT on_hand, reserved FROM stock_balance WHERE variant_id = ?1 AND location_id = ?2",
                        (variant.id, step.location_id),
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )?,
                };
                let (on_hand, reserved): (i64, i64) = balance.unwrap_or((0, 0));
                if (step.exact && on_hand != step.before) || on_hand + step.delta < reserved {
                    moved += 1;
                    continue;
                }
                units += step.delta;
                let digits = |id: String| id.replace('-', "");
                steps.push((digits(variant.id.to_string()), digits(step.location_id.to_string()), step.delta));
                if steps.len() == STEPS_AT_ONCE {
                    append(uow, &steps)?;
                    steps.clear();
                }
            }
        }
    }
    append(uow, &steps)?;
    if moved > 0 { Err(out_of_date(moved)) } else { Ok(units) }
}

fn append(uow: &mut Uow<'_>, steps: &[(String, String, i64)]) -> Result<(), Failure> {
    if !steps.is_empty() {
        let steps = serde_json::to_string(steps)?;
        ledger::append_all(uow, STEPS, &[(":steps", &steps), (":reason", &REASON)])?;
    }
    Ok(())
}
