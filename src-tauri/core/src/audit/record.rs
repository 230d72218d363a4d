//! Writing an entry.

use super::chain::{Content, GENESIS, Hash, anchor};
use crate::db::{Snapshot, Uow};
use crate::kernel::{AuditAction, Failure};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde_json::Value;

/// What happened, as the use case tells it. Who, when and by which request the unit of work knows.
#[derive(Debug)]
pub struct Entry<'a> {
    pub action: AuditAction,
    pub object_type: &'static str,
    pub object_id: String,
    /// How people name the object: an order's number, a SKU, whom a hold is for.
    pub object_label: &'a str,
    pub old: Option<Value>,
    pub new: Option<Value>,
    pub reason: Option<&'a str>,
}

pub fn record(uow: &mut Uow<'_>, entry: Entry<'_>) -> Result<(), Failure> {
    let (last_seq, prev_hash) = head(uow)?;
    let text = |value: Option<Value>| value.map(|value| value.to_string());
    let (old_value, new_value) = (text(entry.old), text(entry.new));
    let seq = last_seq + 1;
    let batch_id = uow.act.batch_id.or(uow.act.audit_batch);
    let hash = Content {
        seq,
        at: uow.now.0,
        actor: &uow.actor.name,
        actor_id: uow.actor.staff_id.as_bytes(),
        approver: None,
        action: entry.action.as_str(),
        object_type: entry.object_type,
        object_id: &entry.object_id,
        object_label: entry.object_label,
        old_value: old_value.as_deref(),
        new_value: new_value.as_deref(),
        reason: entry.reason,
        request_id: uow.act.request_id.as_ref().map(|id| id.as_bytes().as_slice()),
        batch_id: batch_id.as_ref().map(|id| id.as_bytes().as_slice()),
    }
    .hash(&prev_hash);
    let (now, actor, act) = (uow.now, uow.actor, uow.act);
    uow.change_one(
        "INSERT INTO audit_entry
           (seq, at, actor, actor_id, action, object_type, object_id, object_label,
            old_value, new_value, reason, request_id, batch_id, prev_hash, hash)
         VALUES
           (:seq, :at, :actor, :actor_id, :action, :object_type, :object_id, :object_label,
            :old_value, :new_value, :reason, :request_id, :batch_id, :prev_hash, :hash)",
        named_params! {
            ":seq": seq,
            ":at": now,
            ":actor": actor.name,
            ":actor_id": actor.staff_id,
            ":action": entry.action,
            ":object_type": entry.object_type,
            ":object_id": entry.object_id,
            ":object_label": entry.object_label,
            ":old_value": old_value,
            ":new_value": new_value,
            ":reason": entry.reason,
            ":request_id": act.request_id,
            ":batch_id": batch_id,
            ":prev_hash": prev_hash.as_slice(),
            ":hash": hash.as_slice(),
        },
    )
}

/// The last entry's place and hash.
fn head(books: &Snapshot<'_>) -> Result<(i64, Hash), Failure> {
    read_head(books.conn).map_err(Failure::Sql)
}

pub(super) fn read_head(conn: &Connection) -> rusqlite::Result<(i64, Hash)> {
    let head = conn
        .prepare_cached("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(head.unwrap_or((0, GENESIS)))
}

/// The anchor of the chain as it ends now.
pub fn head_anchor(conn: &Connection) -> Result<String, Failure> {
    Ok(anchor(&read_head(conn)?.1))
}
