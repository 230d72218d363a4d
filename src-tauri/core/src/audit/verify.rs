//! Reads the whole chain again and says where it breaks.

use super::chain::{Content, GENESIS, Hash, anchor};
use crate::kernel::{Clock, Failure, Instant};
use rusqlite::Connection;

crate::request! {
    pub struct AuditVerify {}
}
crate::response! {
    pub struct AuditVerdict {
        pub entries: i64,
        pub intact: bool,
        pub first_bad_seq: Option<i64>,
        /// What is wrong with it.
        pub problem: Option<String>,
        pub head_seq: i64,
        /// The short code of the last entry's hash.
        pub anchor: String,
        pub verified_at: Instant,
        pub elapsed_ms: i64,
    }
}

/// Walks from the first entry that is kept to the last: numbering without gaps, each hash right, each joined to the
/// one before it.
pub fn audit_verify(conn: &Connection, clock: &Clock) -> Result<AuditVerdict, Failure> {
    let began = clock.read();
    let (pruned_through, mut prev): (i64, Hash) = conn.query_row(
        "SELECT pruned_through,
                (SELECT prev_hash FROM audit_entry WHERE seq = pruned_through + 1)
         FROM audit_prune
         WHERE id = 1",
        [],
        |row| Ok((row.get(0)?, row.get::<_, Option<Hash>>(1)?.unwrap_or(GENESIS))),
    )?;
    let mut problem = None;
    if pruned_through == 0 && prev != GENESIS {
        problem = Some((1, "the first entry does not begin the chain".to_owned()));
    }
    let mut statement = conn.prepare(
        "SELECT seq, at, actor, actor_id, approver, action, object_type, object_id, object_label,
                old_value, new_value, reason, request_id, batch_id, prev_hash, hash
         FROM audit_entry
         ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let mut entries = 0;
    let mut expected = pruned_through + 1;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        entries += 1;
        let text = |index: usize| -> rusqlite::Result<Option<&str>> { Ok(row.get_ref(index)?.as_str_or_null()?) };
        let blob = |index: usize| -> rusqlite::Result<Option<&[u8]>> { Ok(row.get_ref(index)?.as_blob_or_null()?) };
        let said_prev: Hash = row.get(14)?;
        let said: Hash = row.get(15)?;
        let hash = Content {
            seq,
            at: row.get(1)?,
            actor: text(2)?.unwrap_or_default(),
            actor_id: blob(3)?.unwrap_or_default(),
            approver: text(4)?,
            action: text(5)?.unwrap_or_default(),
            object_type: text(6)?.unwrap_or_default(),
            object_id: text(7)?.unwrap_or_default(),
            object_label: text(8)?.unwrap_or_default(),
            old_value: text(9)?,
            new_value: text(10)?,
            reason: text(11)?,
            request_id: blob(12)?,
            batch_id: blob(13)?,
        }
        .hash(&prev);
        let wrong = if seq != expected {
            Some(format!("entry {expected} is missing"))
        } else if said_prev != prev {
            Some("it does not follow the entry before it".to_owned())
        } else if said != hash {
            Some("its content is not what was sealed".to_owned())
        } else {
            None
        };
        if let Some(wrong) = wrong
            && problem.is_none()
        {
            problem = Some((seq.min(expected), wrong));
        }
        prev = said;
        expected = seq + 1;
    }
    let ended = clock.read();
    Ok(AuditVerdict {
        entries,
        intact: problem.is_none(),
        first_bad_seq: problem.as_ref().map(|(seq, _)| *seq),
        problem: problem.map(|(_, wrong)| wrong),
        head_seq: expected - 1,
        anchor: anchor(&prev),
        verified_at: ended.wall,
        elapsed_ms: ended.elapsed_ms - began.elapsed_ms,
    })
}
