use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::MAX_STORE_NAME;
use crate::kernel::{
    AuditAction, Currency, Failure, Fields, MAX_HOLD_SECONDS, MAX_QUANTITY, MAX_WAIT_SECONDS, Problem, Refusal,
    TimeZone,
};
use rusqlite::named_params;

/// A longer pause than this is a person typing, in milliseconds.
const MAX_SCAN_GAP_MS: i64 = 500;

crate::request! {
    pub struct SettingsGet {}
}
crate::strict_request! {
    /// Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
    pub struct SettingsUpdate {
        pub row_version: i64,
        pub store_name: Option<String>,
        /// ISO 4217; fixed once a price exists.
        pub currency: Option<String>,
        /// IANA name.
        pub time_zone: Option<String>,
        pub hold_seconds: Option<i64>,
        pub order_hold_seconds: Option<i64>,
        pub checkout_seconds: Option<i64>,
        /// Not shorter than `checkoutSeconds`.
        pub checkout_longest_seconds: Option<i64>,
        /// From 1 second to a year.
        pub wait_seconds: Option<i64>,
        pub reorder_level: Option<i64>,
        pub tax_rate_bp: Option<i64>,
        pub scan_gap_ms: Option<i64>,
    }
}
crate::response! {
    pub struct Settings {
        pub store_name: String,
        pub currency: String,
        /// A price exists, so the currency stays.
        pub currency_fixed: bool,
        pub time_zone: String,
        /// How long a hold runs where nobody says otherwise.
        pub hold_seconds: i64,
        /// How long a pending order keeps its units.
        pub order_hold_seconds: i64,
        /// How long a checkout keeps the units of its lines, and by how much it is extended.
        pub checkout_seconds: i64,
        /// How long after its first hold a checkout can be extended in all.
        pub checkout_longest_seconds: i64,
        /// How long somebody waits for units where nobody says otherwise.
        pub wait_seconds: i64,
        /// At or below this many available units a variant is low, unless it has a level of its own.
        pub reorder_level: i64,
        /// The tax that prices include, in basis points.
        pub tax_rate_bp: i64,
        /// The longest pause between two keys of a barcode scanner, in milliseconds; 0: there is none.
        pub scan_gap_ms: i64,
        pub row_version: i64,
    }
}

pub fn settings_get(books: &Snapshot<'_>, _: SettingsGet) -> Result<Settings, Failure> {
    read(books)
}

fn read(books: &Snapshot<'_>) -> Result<Settings, Failure> {
    books.one(
        "SELECT store_name, currency,
                EXISTS (SELECT 1 FROM product)
                OR EXISTS (SELECT 1 FROM price_rule WHERE amount_off IS NOT NULL OR fixed_price IS NOT NULL),
                time_zone, hold_seconds, order_hold_seconds, checkout_seconds, checkout_longest_seconds, wait_seconds, reorder_level, tax_rate_bp, scan_gap_ms,
                row_version
         FROM setting
         WHERE id = 1",
        [],
        |row| {
            Ok(Settings {
                store_name: row.get(0)?,
                currency: row.get(1)?,
                currency_fixed: row.get(2)?,
                time_zone: row.get(3)?,
                hold_seconds: row.get(4)?,
                order_hold_seconds: row.get(5)?,
                checkout_seconds: row.get(6)?,
                checkout_longest_seconds: row.get(7)?,
                wait_seconds: row.get(8)?,
                reorder_level: row.get(9)?,
                tax_rate_bp: row.get(10)?,
                scan_gap_ms: row.get(11)?,
                row_version: row.get(12)?,
            })
        },
    )
}

pub fn settings_update(uow: &mut Uow<'_>, request: SettingsUpdate) -> Result<Settings, Failure> {
    let before = read(uow)?;
    let mut fields = Fields::default();
    let store_name = match &request.store_name {
        Some(name) => fields.required("storeName", name, MAX_STORE_NAME),
        None => before.store_name.clone(),
    };
    let currency = request.currency.unwrap_or_else(|| before.currency.clone());
    if Currency::parse(&currency).is_none() {
        fields.add("currency", Problem::UnknownValue, None);
    }
    let time_zone = request.time_zone.unwrap_or_else(|| before.time_zone.clone());
    if TimeZone::parse(&time_zone).is_none() {
        fields.add("timeZone", Problem::UnknownValue, None);
    }
    let hold_seconds =
        fields.range("holdSeconds", request.hold_seconds.unwrap_or(before.hold_seconds), 1, MAX_HOLD_SECONDS);
    let order_hold_seconds = fields.range(
        "orderHoldSeconds",
        request.order_hold_seconds.unwrap_or(before.order_hold_seconds),
        1,
        MAX_HOLD_SECONDS,
    );
    let checkout_seconds = fields.range(
        "checkoutSeconds",
        request.checkout_seconds.unwrap_or(before.checkout_seconds),
        1,
        MAX_HOLD_SECONDS,
    );
    let checkout_longest_seconds = fields.range(
        "checkoutLongestSeconds",
        request.checkout_longest_seconds.unwrap_or(before.checkout_longest_seconds),
        checkout_seconds,
        MAX_HOLD_SECONDS,
    );
    let wait_seconds =
        fields.range("waitSeconds", request.wait_seconds.unwrap_or(before.wait_seconds), 1, MAX_WAIT_SECONDS);
    let reorder_level =
        fields.range("reorderLevel", request.reorder_level.unwrap_or(before.reorder_level), 0, MAX_QUANTITY);
    let tax_rate_bp = fields.range("taxRateBp", request.tax_rate_bp.unwrap_or(before.tax_rate_bp), 0, 10_000);
    let scan_gap_ms = fields.range("scanGapMs", request.scan_gap_ms.unwrap_or(before.scan_gap_ms), 0, MAX_SCAN_GAP_MS);
    fields.finish()?;
    Uow::check_version("setting", "store", request.row_version, before.row_version)?;
    if currency != before.currency && before.currency_fixed {
        return Err(Refusal::CurrencyFixed { currency: before.currency }.into());
    }

    uow.change_one(
        "UPDATE setting
         SET store_name = :store_name, currency = :currency, time_zone = :time_zone, hold_seconds = :hold_seconds,
             order_hold_seconds = :order_hold_seconds, checkout_seconds = :checkout_seconds,
             checkout_longest_seconds = :checkout_longest_seconds, wait_seconds = :wait_seconds,
             reorder_level = :reorder_level, tax_rate_bp = :tax_rate_bp, scan_gap_ms = :scan_gap_ms, row_version = row_version + 1
         WHERE id = 1",
        named_params! {
            ":store_name": store_name,
            ":currency": currency,
            ":time_zone": time_zone,
            ":hold_seconds": hold_seconds,
            ":order_hold_seconds": order_hold_seconds,
            ":checkout_seconds": checkout_seconds,
            ":checkout_longest_seconds": checkout_longest_seconds,
            ":wait_seconds": wait_seconds,
            ":reorder_level": reorder_level,
            ":tax_rate_bp": tax_rate_bp,
            ":scan_gap_ms": scan_gap_ms,
        },
    )?;
    let after = read(uow)?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::SettingsUpdated,
            object_type: "setting",
            object_id: "store".to_owned(),
            object_label: &after.store_name,
            old: Some(serde_json::to_value(&before)?),
            new: Some(serde_json::to_value(&after)?),
            reason: None,
        },
    )?;
    Ok(after)
}
