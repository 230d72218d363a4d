use super::store::{TABLES, Wait, columns, wait};
use crate::db::Snapshot;
use crate::kernel::{AuditAction, Failure};
use rusqlite::named_params;
use serde::Serialize;
use ts_rs::TS;

/// The most that is told of at once.
const MAX_NEWS: i64 = 100;
/// The most entries of the audit that are looked through; whoever was away longer looks at the list.
const MAX_ENTRIES: i64 = 20_000;

/// What became of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitWhat {
    Granted,
    Expired,
}

crate::request! {
    pub struct WaitSince {
        /// The audit's last entry that the caller knows of; left out: only where it stands now.
        pub after_seq: Option<i64>,
    }
}
crate::response! {
    pub struct WaitNewsRow {
        pub audit_seq: i64,
        pub action: WaitWhat,
        /// As it is now.
        pub wait: Wait,
        /// That became a hold just then, or that were still missing when the wait ended.
        pub units: i64,
    }
    pub struct WaitNews {
        /// The audit's last entry.
        pub seq: i64,
        pub rows: Vec<WaitNewsRow>,
    }
}

/// Waits that were served, whole or in part, or that ran out, in the order in which it happened.
pub fn wait_since(books: &Snapshot<'_>, request: WaitSince) -> Result<WaitNews, Failure> {
    let seq: i64 = books.one("SELECT coalesce(max(seq), 0) FROM audit_entry", [], |row| row.get(0))?;
    let after = request.after_seq.unwrap_or(seq).max(seq - MAX_ENTRIES);
    if after >= seq {
        return Ok(WaitNews { seq, rows: Vec::new() });
    }
    let rows = books.rows(
        &format!(
            "SELECT {columns}, entry.seq, entry.action = :granted, entry.new_value ->> '$.units'
             FROM audit_entry AS entry NOT INDEXED
             CROSS JOIN {TABLES}
             WHERE entry.seq > :after
               AND entry.action IN (:granted, :expired)
               AND stock_wait.id = unhex(entry.object_id, '-')
             ORDER BY entry.seq
             LIMIT :most",
            columns = columns(),
        ),
        named_params! {
            ":now": books.now,
            ":after": after,
            ":granted": AuditAction::WaitGranted,
            ":expired": AuditAction::WaitExpired,
            ":most": MAX_NEWS,
        },
        |row| {
            Ok(WaitNewsRow {
                wait: wait(row)?,
                audit_seq: row.get(26)?,
                action: if row.get(27)? { WaitWhat::Granted } else { WaitWhat::Expired },
                units: row.get(28)?,
            })
        },
    )?;
    // What did not fit is told the next time.
    let told = rows.last().filter(|_| rows.len() as i64 == MAX_NEWS).map_or(seq, |row| row.audit_seq);
    Ok(WaitNews { seq: told, rows })
}
