//! The ledger: every change of a balance, as one movement.

use crate::db::Uow;
use crate::kernel::{Failure, LocationId, Minor, MovementKind, VariantId};
use rusqlite::{Row, ToSql, named_params};

/// What caused a movement: an order, a hold, a document.
#[derive(Debug, Clone, Default)]
pub struct Cause<'a> {
    pub ref_type: Option<&'static str>,
    pub ref_id: Option<[u8; 16]>,
    /// How people name the cause: an order's number, whom a hold is for.
    pub ref_label: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub note: Option<&'a str>,
    pub unit_cost: Option<Minor>,
}

/// One change of a balance, in units.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub variant_id: VariantId,
    pub location_id: LocationId,
    pub kind: MovementKind,
    pub on_hand_delta: i64,
    pub reserved_delta: i64,
}

/// Both balances after a movement, in units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub on_hand: i64,
    pub reserved: i64,
}

/// Changes the balance and writes the movement. Units that come free are noted in the unit of work, for whoever waits
/// for them.
///
/// INVARIANT: 0 <= reserved <= on_hand afterwards. The caller has judged that it holds, so a breach here is a bug; the
/// table's own checks refuse it once more. `doctor` compares every balance with the sum of its movements.
pub fn append(uow: &mut Uow<'_>, step: Step, cause: &Cause<'_>) -> Result<Balance, Failure> {
    let params = named_params! {
        ":variant_id": step.variant_id,
        ":location_id": step.location_id,
        ":on_hand_delta": step.on_hand_delta,
        ":reserved_delta": step.reserved_delta,
    };
    let balance = |row: &Row<'_>| Ok(Balance { on_hand: row.get(0)?, reserved: row.get(1)? });
    // Not one upsert: SQLite holds the row it would insert, which is the bare step, against the table's checks first.
    let changed = uow.find(
        "UPDATE stock_balance
         SET on_hand = on_hand + :on_hand_delta, reserved = reserved + :reserved_delta
         WHERE variant_id = :variant_id AND location_id = :location_id
         RETURNING on_hand, reserved",
        params,
        balance,
    )?;
    let after = match changed {
        Some(after) => after,
        None => uow.one(
            "INSERT INTO stock_balance (variant_id, location_id, on_hand, reserved)
             VALUES (:variant_id, :location_id, :on_hand_delta, :reserved_delta)
             RETURNING on_hand, reserved",
            params,
            balance,
        )?,
    };
    let (now, staff_id, act) = (uow.now, uow.actor.staff_id, uow.act);
    uow.change_one(
        "INSERT INTO stock_movement
           (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
            reason, note, unit_cost, ref_type, ref_id, ref_label, staff_id, request_id, batch_id, at)
         VALUES
           (:variant_id, :location_id, :kind, :on_hand_delta, :reserved_delta, :on_hand_after, :reserved_after,
            :reason, :note, :unit_cost, :ref_type, :ref_id, :ref_label, :staff_id, :request_id, :batch_id, :at)",
        named_params! {
            ":variant_id": step.variant_id,
            ":location_id": step.location_id,
            ":kind": step.kind,
            ":on_hand_delta": step.on_hand_delta,
            ":reserved_delta": step.reserved_delta,
            ":on_hand_after": after.on_hand,
            ":reserved_after": after.reserved,
            ":reason": cause.reason,
            ":note": cause.note,
            ":unit_cost": cause.unit_cost,
            ":ref_type": cause.ref_type,
            ":ref_id": cause.ref_id.as_ref().map(|id| id as &dyn ToSql),
            ":ref_label": cause.ref_label,
            ":staff_id": staff_id,
            ":request_id": act.request_id,
            ":batch_id": act.batch_id,
            ":at": now,
        },
    )?;
    if step.on_hand_delta > step.reserved_delta {
        uow.note_freed(step.variant_id, step.location_id);
    }
    Ok(after)
}

/// Changes many balances and writes their movements at once.
///
/// `steps` is a SELECT with at most one row for each variant and location, that names `variant_id`, `location_id`,
/// `kind`, `on_hand_delta`, `reason`, `note`, `ref_type`, `ref_id` and `ref_label`; it moves on hand alone. The caller
/// has judged that no balance falls below what is reserved; the table's own checks refuse it once more.
pub fn append_all(uow: &mut Uow<'_>, steps: &str, params: &[(&str, &dyn ToSql)]) -> Result<usize, Failure> {
    uow.change(
        &format!(
            "INSERT INTO stock_balance (variant_id, location_id, on_hand, reserved)
             SELECT variant_id, location_id, 0, 0 FROM ({steps}) AS step
             WHERE NOT EXISTS (SELECT 1 FROM stock_balance
                               WHERE variant_id = step.variant_id AND location_id = step.location_id)"
        ),
        params,
    )?;
    uow.change(
        &format!(
            "UPDATE stock_balance
             SET on_hand = stock_balance.on_hand + step.on_hand_delta
             FROM ({steps}) AS step
             WHERE stock_balance.variant_id = step.variant_id AND stock_balance.location_id = step.location_id"
        ),
        params,
    )?;
    let (now, staff_id, act) = (uow.now, uow.actor.staff_id, uow.act);
    let mut all: Vec<(&str, &dyn ToSql)> = params.to_vec();
    all.extend([
        (":ledger_staff_id", &staff_id as &dyn ToSql),
        (":ledger_request_id", &act.request_id),
        (":ledger_batch_id", &act.batch_id),
        (":ledger_at", &now),
    ]);
    let moved = uow.change(
        &format!(
            "INSERT INTO stock_movement
               (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
                reason, note, ref_type, ref_id, ref_label, staff_id, request_id, batch_id, at)
             SELECT step.variant_id, step.location_id, step.kind, step.on_hand_delta, 0, balance.on_hand,
                    balance.reserved, step.reason, step.note, step.ref_type, step.ref_id, step.ref_label,
                    :ledger_staff_id, :ledger_request_id, :ledger_batch_id, :ledger_at
             FROM ({steps}) AS step
             JOIN stock_balance AS balance
               ON balance.variant_id = step.variant_id AND balance.location_id = step.location_id"
        ),
        all.as_slice(),
    )?;
    if moved > 0 {
        uow.note_many_freed();
    }
    Ok(moved)
}

/// Reserves units for many at once, each as a movement of its own.
///
/// `steps` is a SELECT with any number of rows for each variant and location, that names `place` (their order),
/// `variant_id`, `location_id`, `quantity`, `ref_type`, `ref_id` and `ref_label`. The caller has judged that the units
/// are available; the table's own checks refuse it once more.
pub fn reserve_all(uow: &mut Uow<'_>, steps: &str, params: &[(&str, &dyn ToSql)]) -> Result<usize, Failure> {
    let (now, staff_id, act) = (uow.now, uow.actor.staff_id, uow.act);
    let mut all: Vec<(&str, &dyn ToSql)> = params.to_vec();
    all.extend([
        (":ledger_staff_id", &staff_id as &dyn ToSql),
        (":ledger_request_id", &act.request_id),
        (":ledger_batch_id", &act.batch_id),
        (":ledger_at", &now),
    ]);
    let moved = uow.change(
        &format!(
            "INSERT INTO stock_movement
               (variant_id, location_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
                ref_type, ref_id, ref_label, staff_id, request_id, batch_id, at)
             SELECT step.variant_id, step.location_id, 'reserve', 0, step.quantity, balance.on_hand,
                    balance.reserved + sum(step.quantity) OVER (
                      PARTITION BY step.variant_id, step.location_id ORDER BY step.place),
                    step.ref_type, step.ref_id, step.ref_label,
                    :ledger_staff_id, :ledger_request_id, :ledger_batch_id, :ledger_at
             FROM ({steps}) AS step
             JOIN stock_balance AS balance
               ON balance.variant_id = step.variant_id AND balance.location_id = step.location_id
             ORDER BY step.place"
        ),
        all.as_slice(),
    )?;
    uow.change(
        &format!(
            "UPDATE stock_balance
             SET reserved = stock_balance.reserved + step.quantity
             FROM (SELECT variant_id, location_id, sum(quantity) AS quantity
                   FROM ({steps})
                   GROUP BY variant_id, location_id) AS step
             WHERE stock_balance.variant_id = step.variant_id AND stock_balance.location_id = step.location_id"
        ),
        params,
    )?;
    Ok(moved)
}
