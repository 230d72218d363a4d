//! What a unit cost last: the newest movement that says so and was not taken back.

use crate::db::Uow;
use crate::kernel::{BatchId, Failure, Minor, VariantId};
use rusqlite::named_params;

/// Keeps the cost that the movement just written says.
pub(super) fn set(uow: &mut Uow<'_>, variant_id: VariantId, cost: Minor) -> Result<(), Failure> {
    uow.change_one(
        "UPDATE variant SET last_cost = :cost WHERE id = :variant_id",
        named_params! { ":variant_id": variant_id, ":cost": cost },
    )
}

/// Looks the cost up again for what a batch had said the cost of, once that batch is taken back.
pub(super) fn look_up_again(uow: &mut Uow<'_>, undone: BatchId) -> Result<(), Failure> {
    uow.change(
        "UPDATE variant
         SET last_cost = (
           SELECT movement.unit_cost
           FROM stock_movement AS movement
           LEFT JOIN batch AS undo ON undo.reverses_id = movement.batch_id
           WHERE movement.variant_id = variant.id AND movement.unit_cost IS NOT NULL AND undo.id IS NULL
           ORDER BY movement.seq DESC
           LIMIT 1)
         WHERE id IN (SELECT variant_id FROM stock_movement WHERE batch_id = :undone AND unit_cost IS NOT NULL)",
        named_params! { ":undone": undone },
    )?;
    Ok(())
}
