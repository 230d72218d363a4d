use super::batch::{self, NewBatch};
use super::cost;
use super::ledger::{self, Cause, Step};
use super::list::{StockRow, stock_row};
use super::shortage::{balance, location_or_default};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::Uow;
use crate::kernel::text::{MAX_CODE, MAX_NAME, MAX_NOTE};
use crate::kernel::{
    AuditAction, BatchId, BatchKind, Failure, Fields, LocationId, MAX_LINES, Money, MovementKind, Problem, Refusal,
    VariantId,
};
use serde_json::json;

/// The most units of one variant at one location.
pub const MAX_ON_HAND: i64 = 1_000_000_000;

crate::strict_request! {
    pub struct StockReceiveLine {
        pub variant_id: VariantId,
        pub quantity: i64,
        pub unit_cost: Option<Money>,
    }
    pub struct StockReceive {
        pub lines: Vec<StockReceiveLine>,
        pub location_id: Option<LocationId>,
        pub supplier: Option<String>,
        /// The number on the delivery note or invoice.
        pub document: Option<String>,
        pub note: Option<String>,
    }
}
crate::response! {
    pub struct StockReceived {
        pub batch_id: BatchId,
        pub rows: Vec<StockRow>,
    }
}

pub fn stock_receive(uow: &mut Uow<'_>, request: StockReceive) -> Result<StockReceived, Failure> {
    let mut fields = Fields::default();
    fields.line_count("lines", request.lines.len());
    let supplier = fields.line("supplier", request.supplier.as_deref().unwrap_or_default(), MAX_NAME);
    let document = fields.line("document", request.document.as_deref().unwrap_or_default(), MAX_CODE);
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    let mut costs = Vec::new();
    for (index, line) in request.lines.iter().enumerate().take(MAX_LINES) {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        let field = format!("lines[{index}].unitCost");
        costs.push(line.unit_cost.map(|cost| uow.rules.currency.minor(&field, cost, &mut fields)));
    }
    fields.finish()?;
    let location_id = location_or_default(uow, request.location_id)?;

    let label = [supplier.as_str(), document.as_str()].join(" ");
    let batch_id = batch::begin(
        uow,
        NewBatch {
            label: label.trim(),
            supplier: &supplier,
            document: &document,
            note: &note,
            location_id: Some(location_id),
            ..NewBatch::of(BatchKind::Receive)
        },
    )?;
    let mut rows = Vec::new();
    for (index, (line, unit_cost)) in request.lines.iter().zip(costs).enumerate() {
        let variant = sellable(uow, line.variant_id)?;
        let before = balance(uow, line.variant_id, location_id)?;
        if before.on_hand + line.quantity > MAX_ON_HAND {
            return Err(Refusal::field(
                &format!("lines[{index}].quantity"),
                Problem::TooLarge,
                Some(MAX_ON_HAND - before.on_hand),
            )
            .into());
        }
        let after = ledger::append(
            uow,
            Step {
                variant_id: line.variant_id,
                location_id,
                kind: MovementKind::Receive,
                on_hand_delta: line.quantity,
                reserved_delta: 0,
            },
            &Cause {
                ref_type: (!label.trim().is_empty()).then_some("document"),
                ref_label: Some(label.trim()).filter(|label| !label.is_empty()),
                note: Some(note.as_str()).filter(|note| !note.is_empty()),
                unit_cost,
                ..Cause::default()
            },
        )?;
        audit::record(
            uow,
            Entry {
                action: AuditAction::StockReceived,
                object_type: "variant",
                object_id: line.variant_id.to_string(),
                object_label: &variant.sku,
                old: Some(json!({ "onHand": before.on_hand })),
                new: Some(json!({
                    "onHand": after.on_hand, "delta": line.quantity, "unitCost": line.unit_cost,
                    "supplier": supplier, "document": document,
                })),
                reason: Some(note.as_str()).filter(|note| !note.is_empty()),
            },
        )?;
        if let Some(cost) = unit_cost {
            cost::set(uow, line.variant_id, cost)?;
        }
        rows.push(stock_row(uow, line.variant_id, location_id)?);
    }
    batch::finish(uow, batch_id, rows.len() as i64)?;
    Ok(StockReceived { batch_id, rows })
}
