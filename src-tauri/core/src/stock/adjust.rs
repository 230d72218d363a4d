use super::batch::{self, NewBatch};
use super::ledger::{self, Cause, Step};
use super::list::{StockRow, stock_row};
use super::reasons::reason_name;
use super::receive::MAX_ON_HAND;
use super::shortage::{Wanted, balance, location_or_default, short_line};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{
    AuditAction, BatchId, BatchKind, Failure, Fields, LocationId, MovementKind, Problem, Refusal, VariantId,
};
use serde_json::json;

crate::strict_request! {
    /// Exactly one of delta and counted. The reason is required.
    pub struct StockAdjust {
        pub variant_id: VariantId,
        pub location_id: Option<LocationId>,
        /// Units more (positive) or fewer (negative).
        pub delta: Option<i64>,
        /// Units that are there by count.
        pub counted: Option<i64>,
        /// The code of a reason, like "damaged": see reason_list.
        pub reason: String,
        pub note: Option<String>,
    }
}
crate::response! {
    pub struct StockAdjusted {
        pub batch_id: BatchId,
        pub row: StockRow,
        pub delta: i64,
    }
}

pub fn stock_adjust(uow: &mut Uow<'_>, request: StockAdjust) -> Result<StockAdjusted, Failure> {
    let mut fields = Fields::default();
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    if let Some(delta) = request.delta {
        fields.range("delta", delta, -MAX_ON_HAND, MAX_ON_HAND);
    }
    if let Some(counted) = request.counted {
        fields.range("counted", counted, 0, MAX_ON_HAND);
    }
    fields.finish()?;
    let reason = reason_name(uow, &request.reason)?;
    let variant = sellable(uow, request.variant_id)?;
    let location_id = location_or_default(uow, request.location_id)?;
    let before = balance(uow, request.variant_id, location_id)?;
    let delta = match (request.delta, request.counted) {
        (Some(0), None) => return Err(Refusal::field("delta", Problem::Required, None).into()),
        (Some(delta), None) => delta,
        (None, Some(counted)) => counted - before.on_hand,
        (None, None) => return Err(Refusal::field("delta", Problem::Required, None).into()),
        (Some(_), Some(_)) => return Err(Refusal::field("counted", Problem::NotAllowed, None).into()),
    };
    let on_hand = before.on_hand + delta;
    if on_hand < 0 {
        return Err(Refusal::field("delta", Problem::TooSmall, Some(-before.on_hand)).into());
    }
    if on_hand > MAX_ON_HAND {
        return Err(Refusal::field("delta", Problem::TooLarge, Some(MAX_ON_HAND - before.on_hand)).into());
    }
    if on_hand < before.reserved {
        let wanted = Wanted { line_no: 1, sellable: variant, location_id, quantity: 0 };
        let line = Box::new(short_line(uow, &wanted, on_hand)?);
        return Err(Refusal::StockBelowReserved { line }.into());
    }

    let kind = if request.reason == "opening_stock" { BatchKind::Opening } else { BatchKind::Adjust };
    let batch_id = batch::begin(
        uow,
        NewBatch { label: &reason, note: &note, location_id: Some(location_id), ..NewBatch::of(kind) },
    )?;
    let after = ledger::append(
        uow,
        Step {
            variant_id: request.variant_id,
            location_id,
            kind: MovementKind::Adjust,
            on_hand_delta: delta,
            reserved_delta: 0,
        },
        &Cause {
            reason: Some(&request.reason),
            note: Some(note.as_str()).filter(|note| !note.is_empty()),
            ..Cause::default()
        },
    )?;
    let said = if note.is_empty() { request.reason.clone() } else { format!("{}: {note}", request.reason) };
    audit::record(
        uow,
        Entry {
            action: AuditAction::StockAdjusted,
            object_type: "variant",
            object_id: request.variant_id.to_string(),
            object_label: &variant.sku,
            old: Some(json!({ "onHand": before.on_hand })),
            new: Some(json!({ "onHand": after.on_hand, "delta": delta })),
            reason: Some(&said),
        },
    )?;
    batch::finish(uow, batch_id, 1)?;
    Ok(StockAdjusted { batch_id, row: stock_row(uow, request.variant_id, location_id)?, delta })
}
