//! The first rows of a new store: one location, one owner, `system`, and the settings.

use crate::audit::{self, Entry};
use crate::db::{Act, Actor, Uow};
use crate::kernel::{AuditAction, Failure, Instant, LocationId, Role, StaffId, StoreId};
use crate::staff::{self, Origin};
use rusqlite::{Connection, named_params};
use serde_json::json;

/// What a new store begins with.
#[derive(Debug, Clone)]
pub struct Beginning {
    pub store_name: String,
    pub currency: String,
    pub time_zone: String,
    pub owner_name: String,
    pub demo: bool,
}

/// How long a hold runs where nobody says otherwise, in seconds.
const HOLD_SECONDS: i64 = 600;
/// How long a pending order keeps its units, in seconds.
const ORDER_HOLD_SECONDS: i64 = 3_600;
const CHECKOUT_SECONDS: i64 = 300;

pub fn begin(conn: &mut Connection, now: Instant, beginning: &Beginning) -> Result<(), Failure> {
    let tx = conn.transaction()?;
    let location_id = LocationId::new(now);
    tx.execute(
        "INSERT INTO store (id, store_id, demo, created_at) VALUES (1, ?1, ?2, ?3)",
        (StoreId::new(now), beginning.demo, now),
    )?;
    tx.execute(
        "INSERT INTO location (id, name, name_folded, created_at) VALUES (?1, 'Store', 'store', ?2)",
        (location_id, now),
    )?;
    tx.execute(
        "INSERT INTO setting
           (id, store_name, currency, time_zone, hold_seconds, order_hold_seconds, checkout_seconds, reorder_level,
            tax_rate_bp, selling_location_id)
         VALUES (1, :store_name, :currency, :time_zone, :hold_seconds, :order_hold_seconds, :checkout_seconds, 0, 0,
                 :location_id)",
        named_params! {
            ":store_name": beginning.store_name,
            ":currency": beginning.currency,
            ":time_zone": beginning.time_zone,
            ":hold_seconds": HOLD_SECONDS,
            ":order_hold_seconds": ORDER_HOLD_SECONDS,
            ":checkout_seconds": CHECKOUT_SECONDS,
            ":location_id": location_id,
        },
    )?;
    let nobody = Actor { staff_id: StaffId::new(now), name: "system".to_owned(), role: Role::System };
    let system = {
        let mut uow = Uow::new(&tx, now, &nobody, Act::default())?;
        staff::add(&mut uow, Origin::System, "system", Role::System)?
    };
    let mut uow = Uow::new(&tx, now, &system, Act::default())?;
    staff::add(&mut uow, Origin::Store, &beginning.owner_name, Role::Owner)?;
    audit::record(
        &mut uow,
        Entry {
            action: AuditAction::StoreCreated,
            object_type: "store",
            object_id: "store".to_owned(),
            object_label: &beginning.store_name,
            old: None,
            new: Some(json!({
                "storeName": beginning.store_name, "currency": beginning.currency,
                "timeZone": beginning.time_zone, "demo": beginning.demo,
            })),
            reason: None,
        },
    )?;
    tx.commit()?;
    Ok(())
}
