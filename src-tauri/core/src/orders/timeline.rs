//! What happened to an order, out of the audit itself: its own entries, and those of its holds and of those who wait
//! for its units.

use crate::db::Snapshot;
use crate::kernel::{AuditAction, Failure, Instant, Money, OrderId, OrderStatus, PaymentMethod};
use rusqlite::named_params;

/// The most entries of a timeline, the newest.
const MAX_ENTRIES: i64 = 200;

crate::response! {
    pub struct TimelineEntry {
        /// The newest entry of the audit that it stands for: holds of several lines that began or ended together are one.
        pub audit_seq: i64,
        pub at: Instant,
        pub action: AuditAction,
        /// The order's status before and after; null where it stayed.
        pub from: Option<OrderStatus>,
        pub to: Option<OrderStatus>,
        pub staff_name: String,
        pub reason: Option<String>,
        /// Units that it is about.
        pub quantity: Option<i64>,
        /// What they are units of, where it is one thing.
        pub sku: Option<String>,
        /// What was paid, given back or returned.
        pub amount: Option<Money>,
        pub method: Option<PaymentMethod>,
        /// Until when a hold runs or somebody waits.
        pub until: Option<Instant>,
    }
}

/// An id as the audit writes it.
macro_rules! id_text {
    ($id:literal) => {
        concat!(
            "lower(substr(hex(",
            $id,
            "), 1, 8) || '-' || substr(hex(",
            $id,
            "), 9, 4) || '-' || substr(hex(",
            $id,
            "), 13, 4) || '-' || substr(hex(",
            $id,
            "), 17, 4) || '-' || substr(hex(",
            $id,
            "), 21))"
        )
    };
}

/// The newest first. An order's own entries stand each for itself; those of its holds and waits are one where the same
/// person did the same to several at once, so that an order of 200 lines is read as easily as one of two.
const TIMELINE: &str = concat!(
    "WITH told (id) AS (
       SELECT ",
    id_text!(":id"),
    "
       UNION ALL
       SELECT ",
    id_text!("reservation.id"),
    " FROM reservation WHERE order_id = :id
       UNION ALL
       SELECT ",
    id_text!("stock_wait.id"),
    " FROM stock_wait WHERE order_id = :id
     )
     SELECT max(entry.seq), entry.at, entry.action,
            CASE entry.object_type WHEN 'order' THEN entry.old_value ->> '$.status' END,
            CASE entry.object_type WHEN 'order' THEN entry.new_value ->> '$.status' END,
            entry.actor, entry.reason,
            sum(coalesce(entry.new_value ->> '$.shipment.units', entry.new_value ->> '$.return.units',
                         entry.new_value ->> '$.closedShort.units', entry.new_value ->> '$.units',
                         entry.new_value ->> '$.quantity', entry.new_value ->> '$.items')),
            CASE count(DISTINCT entry.new_value ->> '$.sku')
              WHEN 1 THEN max(entry.new_value ->> '$.sku')
              WHEN 0 THEN CASE json_array_length(entry.new_value, '$.lines')
                            WHEN 1 THEN entry.new_value ->> '$.lines[0].sku'
                          END
            END,
            coalesce(entry.new_value ->> '$.payment.amount', entry.new_value ->> '$.return.value'),
            entry.new_value ->> '$.payment.method',
            max(entry.new_value ->> '$.expiresAt')
     FROM told
     CROSS JOIN audit_entry AS entry ON entry.object_id = told.id
     GROUP BY CASE entry.object_type WHEN 'order' THEN entry.seq END, entry.action, entry.at, entry.actor_id
     ORDER BY max(entry.seq) DESC
     LIMIT :most"
);

pub(super) fn timeline(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<TimelineEntry>, Failure> {
    books.rows(TIMELINE, named_params! { ":id": id, ":most": MAX_ENTRIES }, |row| {
        let status = |text: Option<String>| text.and_then(|text| OrderStatus::parse(&text));
        Ok(TimelineEntry {
            audit_seq: row.get(0)?,
            at: row.get(1)?,
            action: row.get(2)?,
            from: status(row.get(3)?),
            to: status(row.get(4)?),
            staff_name: row.get(5)?,
            reason: row.get(6)?,
            quantity: row.get(7)?,
            sku: row.get(8)?,
            amount: row.get::<_, Option<String>>(9)?.and_then(|amount| amount.parse().ok()),
            method: row.get::<_, Option<String>>(10)?.and_then(|method| PaymentMethod::parse(&method)),
            until: row.get(11)?,
        })
    })
}
