//! What was there when the books began: once for each variant and location, before anything else moved there.

use super::batch::{self, NewBatch};
use super::cost;
use super::ledger::{self, Cause, Step};
use super::list::{StockRow, stock_row};
use super::shortage::location_or_default;
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{
    AuditAction, BatchId, BatchKind, Failure, Fields, LocationId, MAX_LINES, Minor, Money, MovementKind, Problem,
    VariantId,
};
use rusqlite::named_params;
use serde_json::json;

/// The reason that movements of opening stock keep.
const REASON: &str = "opening_stock";

crate::strict_request! {
    pub struct StockOpenLine {
        pub variant_id: VariantId,
        pub quantity: i64,
        pub unit_cost: Option<Money>,
    }
    /// Opening stock of variants that had no units come or go at the location yet. All lines or none.
    pub struct StockOpen {
        pub location_id: Option<LocationId>,
        pub lines: Vec<StockOpenLine>,
        pub note: Option<String>,
    }
}
crate::response! {
    pub struct StockOpened {
        pub batch_id: BatchId,
        pub rows: Vec<StockRow>,
    }
}

pub fn stock_open(uow: &mut Uow<'_>, request: StockOpen) -> Result<StockOpened, Failure> {
    let mut fields = Fields::default();
    fields.line_count("lines", request.lines.len());
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    let mut costs: Vec<Option<Minor>> = Vec::new();
    for (index, line) in request.lines.iter().enumerate().take(MAX_LINES) {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        let field = format!("lines[{index}].unitCost");
        costs.push(line.unit_cost.map(|cost| uow.rules.currency.minor(&field, cost, &mut fields)));
        if request.lines[..index].iter().any(|other| other.variant_id == line.variant_id) {
            fields.add(&format!("lines[{index}].variantId"), Problem::Duplicate, None);
        }
    }
    fields.finish()?;
    let location_id = location_or_default(uow, request.location_id)?;
    let mut variants = Vec::with_capacity(request.lines.len());
    let mut fields = Fields::default();
    for (index, line) in request.lines.iter().enumerate() {
        variants.push(sellable(uow, line.variant_id)?);
        if moved(uow, line.variant_id, location_id)? {
            fields.add(&format!("lines[{index}].variantId"), Problem::NotAllowed, None);
        }
    }
    fields.finish()?;

    let note = Some(note.as_str()).filter(|note| !note.is_empty());
    let batch_id = batch::begin(
        uow,
        NewBatch { note: note.unwrap_or_default(), location_id: Some(location_id), ..NewBatch::of(BatchKind::Opening) },
    )?;
    let said = note.map_or_else(|| REASON.to_owned(), |note| format!("{REASON}: {note}"));
    let mut rows = Vec::with_capacity(variants.len());
    for ((line, unit_cost), variant) in request.lines.iter().zip(costs).zip(&variants) {
        let after = ledger::append(
            uow,
            Step {
                variant_id: line.variant_id,
                location_id,
                kind: MovementKind::Adjust,
                on_hand_delta: line.quantity,
                reserved_delta: 0,
            },
            &Cause { reason: Some(REASON), note, unit_cost, ..Cause::default() },
        )?;
        audit::record(
            uow,
            Entry {
                action: AuditAction::StockAdjusted,
                object_type: "variant",
                object_id: line.variant_id.to_string(),
                object_label: &variant.sku,
                old: Some(json!({ "onHand": 0 })),
                new: Some(json!({ "onHand": after.on_hand, "delta": line.quantity, "unitCost": line.unit_cost })),
                reason: Some(&said),
            },
        )?;
        if let Some(cost) = unit_cost {
            cost::set(uow, line.variant_id, cost)?;
        }
        rows.push(stock_row(uow, line.variant_id, location_id)?);
    }
    batch::finish(uow, batch_id, rows.len() as i64)?;
    Ok(StockOpened { batch_id, rows })
}

/// Units of the variant came or went at the location before, unless that was taken back: an opening entered wrongly
/// is undone and entered again.
fn moved(uow: &Uow<'_>, variant_id: VariantId, location_id: LocationId) -> Result<bool, Failure> {
    uow.one(
        "SELECT EXISTS (
           SELECT 1
           FROM stock_movement AS movement
           LEFT JOIN batch ON batch.id = movement.batch_id
           LEFT JOIN batch AS undo ON undo.reverses_id = batch.id
           WHERE movement.variant_id = :variant_id
             AND movement.location_id = :location_id
             AND movement.on_hand_delta <> 0
             AND batch.reverses_id IS NULL
             AND undo.id IS NULL)",
        named_params! { ":variant_id": variant_id, ":location_id": location_id },
        |row| row.get(0),
    )
}
