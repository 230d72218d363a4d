//! Long commands: an export, a backup, a check. They read on connections of their own, tell how far they are, and
//! leave a line in the audit.

use super::core::{Core, Listeners, Progress, Session};
use super::run::{Prepared, note};
use crate::audit::{self, AuditVerdict, AuditVerify, Entry};
use crate::backup::{self, BackupNow, BackupWritten};
use crate::customers::CustomerList;
use crate::db::Snapshot;
use crate::doctor::{self, DoctorReport, DoctorRun};
use crate::imports::{
    self, ImportApplied, ImportApply, ImportCheck, ImportCheckRequest, ImportFile, ImportOpen, ImportRefusedSave,
    ImportRefusedSaved,
};
use crate::kernel::Watch;
use crate::kernel::{AuditAction, Clock, Failure, FileProblem, Refusal, RequestId, StockColumn, TierId};
use crate::orders::bulk::{self, OrderBulk, OrderBulkPlaced};
use crate::orders::list::{OrderFilter, OrderSort};
use crate::reports::{Written, write_customers, write_orders, write_products, write_stock};
use crate::stock::{StockSort, StockSummaryGet};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The least time between two reports of progress, in milliseconds.
const PROGRESS_EVERY_MS: i64 = 100;

crate::strict_request! {
    /// Writes exactly what the filter and sort show.
    pub struct OrdersExport {
        pub filter: Option<OrderFilter>,
        pub sort: Option<OrderSort>,
        /// The token of a path that the person chose.
        pub destination: String,
    }
}
crate::strict_request! {
    /// Everything about the products that the stock list shows with the filter and sort, as our own import reads it.
    pub struct ProductsExport {
        pub filter: Option<StockSummaryGet>,
        pub sort: Option<StockSort>,
        pub destination: String,
    }
    /// Exactly what the stock list shows with the filter and sort.
    pub struct StockExport {
        pub filter: Option<StockSummaryGet>,
        pub sort: Option<StockSort>,
        /// In the order of the screen; left out: all.
        pub columns: Option<Vec<StockColumn>>,
        pub destination: String,
    }
}
crate::strict_request! {
    /// The customers that the list shows with the filter, as our own import reads them.
    pub struct CustomersExport {
        pub text: Option<String>,
        pub tier_id: Option<TierId>,
        /// Only archived ones; without it only those in use.
        pub archived: Option<bool>,
        pub destination: String,
    }
}
crate::response! {
    pub struct Exported {
        pub rows: i64,
        pub bytes: i64,
        pub file_name: String,
        /// Where the audit stood when the file was written.
        pub audit_anchor: String,
    }
}

/// A long command while it runs: how far it is, and whether somebody pressed Stop.
struct Running<'c> {
    core: &'c Core,
    request_id: String,
    teller: Arc<Teller>,
}

/// What of it goes with work into the writer.
struct Teller {
    listeners: Arc<Listeners>,
    clock: Clock,
    request_id: String,
    cancelled: Arc<AtomicBool>,
    told_at: AtomicI64,
}

impl<'c> Running<'c> {
    fn begin(core: &'c Core, request_id: RequestId) -> Running<'c> {
        let request_id = request_id.to_string();
        let cancelled = Arc::new(AtomicBool::new(false));
        core.running.lock().unwrap_or_else(PoisonError::into_inner).insert(request_id.clone(), cancelled.clone());
        let teller = Arc::new(Teller {
            listeners: core.listeners.clone(),
            clock: core.clock.clone(),
            request_id: request_id.clone(),
            cancelled,
            told_at: AtomicI64::new(i64::MIN),
        });
        Running { core, request_id, teller }
    }
}

impl Watch for Teller {
    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    fn progress(&self, done: i64, total: i64) {
        let now = self.clock.read().elapsed_ms;
        let told_at = self.told_at.load(Ordering::Relaxed);
        if done < total && told_at != i64::MIN && now - told_at < PROGRESS_EVERY_MS {
            return;
        }
        self.told_at.store(now, Ordering::Relaxed);
        self.listeners.tell_progress(&Progress { request_id: self.request_id.clone(), done, total });
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.core.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.request_id);
    }
}

fn own_connection(core: &Core) -> Result<Connection, Failure> {
    Ok(core.readers.own()?)
}

fn destination(core: &Core, token: &str) -> Result<PathBuf, Failure> {
    core.destination_path(token).ok_or_else(|| {
        Refusal::DestinationNotAllowed { reason: "no such place was chosen; choose it again".to_owned() }.into()
    })
}

fn file_name(path: &std::path::Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub fn orders_export(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    request: OrdersExport,
) -> Result<Exported, Failure> {
    let place = destination(core, &request.destination)?;
    let running = Running::begin(core, request_id);
    let conn = own_connection(core)?;
    let filter = request.filter.unwrap_or_default();
    let sort = request.sort.unwrap_or_default();
    let moment = conn.unchecked_transaction()?;
    let books = Snapshot::new(&moment, core.clock.now(), &session.actor)?;
    let audit_anchor = audit::head_anchor(&moment)?;
    let written = write_orders(&books, &filter, sort, &place, &*running.teller)?;
    moment.commit()?;

    let about = json!({ "filter": filter, "sort": sort });
    exported(core, session, request_id, &place, written, about, audit_anchor)
}

/// Puts a finished export in its place, and says so in the audit.
fn exported(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    place: &std::path::Path,
    written: Written,
    about: Value,
    audit_anchor: String,
) -> Result<Exported, Failure> {
    let told = Exported { rows: written.rows, bytes: written.bytes, file_name: file_name(place), audit_anchor };
    let mut entry = json!({
        "file": told.file_name, "rows": told.rows, "bytes": told.bytes, "anchor": told.audit_anchor,
    });
    if let (Some(entry), Value::Object(about)) = (entry.as_object_mut(), about) {
        entry.extend(about);
    }
    let name = told.file_name.clone();
    let finished = Mutex::new(Some(written));
    note(core, session, request_id, move |uow| {
        audit::record(
            uow,
            Entry {
                action: AuditAction::ExportWritten,
                object_type: "export",
                object_id: name.clone(),
                object_label: &name,
                old: None,
                new: Some(entry.clone()),
                reason: None,
            },
        )?;
        // The file takes its place within the act that notes it: neither a refused export leaves an entry, nor does a
        // file with the customers in it lie there without one. Run a second time, it is there already.
        if let Some(written) = finished.lock().unwrap_or_else(PoisonError::into_inner).take() {
            written.keep()?;
        }
        Ok(String::new())
    })?;
    Ok(told)
}

pub fn products_export(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    request: ProductsExport,
) -> Result<Exported, Failure> {
    let place = destination(core, &request.destination)?;
    let running = Running::begin(core, request_id);
    let conn = own_connection(core)?;
    let moment = conn.unchecked_transaction()?;
    let books = Snapshot::new(&moment, core.clock.now(), &session.actor)?;
    let audit_anchor = audit::head_anchor(&moment)?;
    let (filter, sort) = (request.filter.unwrap_or_default(), request.sort.unwrap_or_default());
    let written = write_products(&books, &filter, sort, &place, &*running.teller)?;
    moment.commit()?;
    let about = json!({ "what": "products", "filter": filter, "sort": sort });
    exported(core, session, request_id, &place, written, about, audit_anchor)
}

pub fn stock_export(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    request: StockExport,
) -> Result<Exported, Failure> {
    let place = destination(core, &request.destination)?;
    let running = Running::begin(core, request_id);
    let conn = own_connection(core)?;
    let moment = conn.unchecked_transaction()?;
    let books = Snapshot::new(&moment, core.clock.now(), &session.actor)?;
    let audit_anchor = audit::head_anchor(&moment)?;
    let (filter, sort) = (request.filter.unwrap_or_default(), request.sort.unwrap_or_default());
    let columns = request.columns.filter(|columns| !columns.is_empty());
    let columns = columns.unwrap_or_else(|| StockColumn::ALL.to_vec());
    let written = write_stock(&books, &filter, sort, &columns, &place, &*running.teller)?;
    moment.commit()?;
    let about = json!({ "what": "stock", "filter": filter, "sort": sort, "columns": columns });
    exported(core, session, request_id, &place, written, about, audit_anchor)
}

pub fn customers_export(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    request: CustomersExport,
) -> Result<Exported, Failure> {
    let place = destination(core, &request.destination)?;
    let running = Running::begin(core, request_id);
    let conn = own_connection(core)?;
    let moment = conn.unchecked_transaction()?;
    let books = Snapshot::new(&moment, core.clock.now(), &session.actor)?;
    let audit_anchor = audit::head_anchor(&moment)?;
    let CustomersExport { text, tier_id, archived, .. } = request;
    let filter = CustomerList { text, tier_id, archived, ..CustomerList::default() };
    let written = write_customers(&books, &filter, &place, &*running.teller)?;
    moment.commit()?;
    let about = json!({ "what": "customers", "filter": filter });
    exported(core, session, request_id, &place, written, about, audit_anchor)
}

pub fn backup_now(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    request: BackupNow,
) -> Result<BackupWritten, Failure> {
    let conn = own_connection(core)?;
    let place = match &request.destination {
        Some(token) => destination(core, token)?,
        None => {
            let now = core.clock.now();
            let books = Snapshot::new(&conn, now, &session.actor)?;
            backup::usual_place(&core.place.path, now, books.rules.time_zone)
        }
    };
    let written = backup::write(&conn, &place, &core.clock)?;
    tracing::info!(file = %written.path, bytes = written.bytes, "backup written and read back");
    let entry = json!({ "file": written.path, "bytes": written.bytes, "verified": written.verified });
    let name = written.file_name.clone();
    note(core, session, request_id, move |uow| {
        let now = uow.now;
        uow.change_one("UPDATE store SET last_backup_at = ?1 WHERE id = 1", [now])?;
        audit::record(
            uow,
            Entry {
                action: AuditAction::BackupWritten,
                object_type: "backup",
                object_id: name.clone(),
                object_label: &name,
                old: None,
                new: Some(entry.clone()),
                reason: None,
            },
        )?;
        Ok(String::new())
    })?;
    Ok(written)
}

pub fn audit_verify(core: &Core, _: &Session, _: RequestId, _: AuditVerify) -> Result<AuditVerdict, Failure> {
    let conn = own_connection(core)?;
    let moment = conn.unchecked_transaction()?;
    let verdict = audit::audit_verify(&moment, &core.clock)?;
    tracing::info!(anchor = %verdict.anchor, entries = verdict.entries, intact = verdict.intact, "audit chain read");
    Ok(verdict)
}

pub fn doctor_run(core: &Core, _: &Session, _: RequestId, _: DoctorRun) -> Result<DoctorReport, Failure> {
    let conn = own_connection(core)?;
    let moment = conn.unchecked_transaction()?;
    doctor::doctor_run(&moment, &core.clock)
}

pub fn import_open(core: &Core, session: &Session, _: RequestId, request: ImportOpen) -> Result<ImportFile, Failure> {
    let place = core.source_path(&request.source).ok_or_else(|| Refusal::ImportFileRefused {
        problem: FileProblem::NotReadable,
        row: None,
        detail: "no such file was chosen; choose it again".to_owned(),
    })?;
    let conn = own_connection(core)?;
    let moment = conn.unchecked_transaction()?;
    let books = Snapshot::new(&moment, core.clock.now(), &session.actor)?;
    imports::import_open(&core.imports, &books, &request, &place)
}

pub fn import_check(
    core: &Core,
    session: &Session,
    request_id: RequestId,
    request: ImportCheckRequest,
) -> Result<ImportCheck, Failure> {
    let running = Running::begin(core, request_id);
    let conn = own_connection(core)?;
    let moment = conn.unchecked_transaction()?;
    let books = Snapshot::new(&moment, core.clock.now(), &session.actor)?;
    imports::import_check(&core.imports, &books, request, &*running.teller)
}

pub fn import_refused_save(
    core: &Core,
    _: &Session,
    request_id: RequestId,
    request: ImportRefusedSave,
) -> Result<ImportRefusedSaved, Failure> {
    let place = destination(core, &request.destination)?;
    let running = Running::begin(core, request_id);
    let written = imports::write_refused(&core.imports, &request, &place, &*running.teller)?;
    let rows = written.rows;
    written.keep()?;
    Ok(ImportRefusedSaved { rows, file_name: file_name(&place) })
}

/// The check of an import applied. Prepared by the check already; what is left runs in the writer.
pub fn import_apply<'c>(
    core: &'c Core,
    _: &Session,
    request_id: RequestId,
    request: ImportApply,
) -> Result<Prepared<'c, ImportApplied>, Failure> {
    let staged = core.imports.find(&request.import_id)?;
    let (applying, checked) = imports::Applying::begin(&staged, request_id)?;
    let running = Running::begin(core, request_id);
    let teller = running.teller.clone();
    let file_name = staged.file_name.clone();
    Ok(Prepared {
        work: Box::new(move |uow| imports::apply(uow, &checked, &request, &file_name, &*teller)),
        committed: Box::new(move || {
            applying.committed();
            drop(running);
        }),
    })
}

/// Orders that a program hands over as one request.
pub fn order_bulk<'c>(
    core: &'c Core,
    _: &Session,
    request_id: RequestId,
    request: OrderBulk,
) -> Result<Prepared<'c, OrderBulkPlaced>, Failure> {
    let running = Running::begin(core, request_id);
    let teller = running.teller.clone();
    Ok(Prepared {
        work: Box::new(move |uow| bulk::order_bulk(uow, &request, &*teller)),
        committed: Box::new(move || drop(running)),
    })
}
