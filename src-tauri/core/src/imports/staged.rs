//! The files that are open for import: read and checked outside the books, until they are applied or closed.

use super::cells::Fixes;
use super::check::{Checked, ImportCheck, check};
use super::file::{Said, Sheet};
use super::mapping::{Mapping, fit, guess};
use super::saved::saved_mapping;
use super::{customers, json, orders, products};
use crate::db::Snapshot;
use crate::kernel::Watch;
use crate::kernel::{
    Delimiter, Encoding, Failure, FileProblem, ImportField, ImportKind, MappingId, Preset, Problem, Refusal, RequestId,
};
use std::collections::VecDeque;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The most files open for import; the one used longest ago goes first.
const MAX_OPEN: usize = 4;

crate::strict_request! {
    /// Reads a file. What is not said about it is found out.
    pub struct ImportOpen {
        /// What its rows are; products where it is left out.
        pub kind: Option<ImportKind>,
        /// The token of a path that the person chose.
        pub source: String,
        pub encoding: Option<Encoding>,
        pub delimiter: Option<Delimiter>,
        pub has_header: Option<bool>,
        /// The layout; by its columns' names where it is left out.
        pub preset: Option<Preset>,
        /// A saved mapping, whose columns are found by their names.
        pub mapping_id: Option<MappingId>,
    }
    /// A value in place of a cell.
    pub struct ImportFix {
        /// The line in the file.
        pub row: i64,
        pub field: ImportField,
        pub value: String,
    }
    /// The dry run. All of `fixes` counts, and nothing of an earlier one.
    pub struct ImportCheckRequest {
        pub import_id: String,
        pub encoding: Option<Encoding>,
        pub delimiter: Option<Delimiter>,
        pub has_header: Option<bool>,
        pub mapping: Mapping,
        pub fixes: Option<Vec<ImportFix>>,
    }
    pub struct ImportClose {
        pub import_id: String,
    }
}
crate::response! {
    pub struct ImportColumn {
        /// From 0.
        pub index: i64,
        pub name: String,
        /// Its first cells that say something, at most three.
        pub samples: Vec<String>,
    }
    pub struct ImportFile {
        pub import_id: String,
        pub kind: ImportKind,
        pub file_name: String,
        pub bytes: i64,
        pub encoding: Encoding,
        pub delimiter: Delimiter,
        pub has_header: bool,
        pub columns: Vec<ImportColumn>,
        /// Without the header.
        pub rows: i64,
        pub preset: Option<Preset>,
        /// What the columns seem to be about; `stock` is null where a person has to choose.
        pub mapping: Mapping,
        pub warnings: Vec<String>,
    }
    pub struct ImportClosed {
        pub import_id: String,
    }
}

/// A file that is open for import.
pub struct Staged {
    pub import_id: String,
    pub file_name: String,
    source: File,
    bytes: u64,
    state: Mutex<State>,
}

struct State {
    sheet: Arc<Sheet>,
    checked: Option<Arc<Checked>>,
    applied: bool,
    /// The requests under way that apply it: one, or the same one sent again.
    applying: Vec<RequestId>,
}

/// The files that are open, the last used at the back.
#[derive(Default)]
pub struct Imports {
    open: Mutex<VecDeque<Arc<Staged>>>,
}

impl Imports {
    pub fn find(&self, import_id: &str) -> Result<Arc<Staged>, Failure> {
        let gone = || Refusal::HandleGone { handle: import_id.to_owned() };
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let place = open.iter().position(|staged| staged.import_id == import_id).ok_or_else(gone)?;
        let staged = open.remove(place).ok_or_else(gone)?;
        open.push_back(staged.clone());
        Ok(staged)
    }

    fn keep(&self, staged: Staged) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        while open.len() >= MAX_OPEN {
            open.pop_front();
        }
        open.push_back(Arc::new(staged));
    }

    fn drop_import(&self, import_id: &str) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|staged| staged.import_id != import_id);
    }
}

impl Staged {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn sheet(&self) -> Arc<Sheet> {
        self.state().sheet.clone()
    }

    /// The last dry run and the sheet that it is about.
    pub fn checked(&self) -> Result<(Arc<Sheet>, Arc<Checked>), Failure> {
        let state = self.state();
        let checked = state.checked.clone().ok_or_else(|| Refusal::field("importId", Problem::Required, None))?;
        Ok((state.sheet.clone(), checked))
    }
}

/// An import that is being applied: no other request applies it until this is dropped.
pub struct Applying {
    staged: Arc<Staged>,
    request_id: RequestId,
}

impl Applying {
    /// The dry run that may be applied: once, and only where it changes something. The same request sent again gets
    /// through to the writer, which keeps the answer of the first.
    pub fn begin(staged: &Arc<Staged>, request_id: RequestId) -> Result<(Applying, Arc<Checked>), Failure> {
        let mut state = staged.state();
        let checked = state.checked.clone().ok_or_else(|| Refusal::field("importId", Problem::Required, None))?;
        if state.applied || checked.is_empty() {
            return Err(Refusal::ImportNothing.into());
        }
        if state.applying.iter().any(|other| *other != request_id) {
            return Err(Refusal::Busy { what: "The import".to_owned() }.into());
        }
        state.applying.push(request_id);
        Ok((Applying { staged: staged.clone(), request_id }, checked))
    }

    /// It is in the books.
    pub fn committed(self) {
        self.staged.state().applied = true;
    }
}

impl Drop for Applying {
    fn drop(&mut self) {
        let mut state = self.staged.state();
        if let Some(place) = state.applying.iter().position(|request_id| *request_id == self.request_id) {
            state.applying.swap_remove(place);
        }
    }
}

/// Reads a file and keeps it open for import.
pub fn import_open(
    imports: &Imports,
    books: &Snapshot<'_>,
    request: &ImportOpen,
    path: &Path,
) -> Result<ImportFile, Failure> {
    let source = File::open(path).map_err(|error| super::file::unreadable(&error))?;
    let metadata = source.metadata().map_err(|error| super::file::unreadable(&error))?;
    if !metadata.is_file() {
        return Err(super::file::refused(FileProblem::NotReadable, None, "it is no file"));
    }
    let said = Said { encoding: request.encoding, delimiter: request.delimiter, has_header: request.has_header };
    let kind = request.kind.unwrap_or(ImportKind::Products);
    let sheet = read_sheet(&source, kind, said)?;
    let saved = request.mapping_id.map(|id| saved_mapping(books, id)).transpose()?;
    let mapping = match &saved {
        Some(saved) if saved.mapping.kind() != kind => {
            return Err(Refusal::field("mappingId", Problem::NotAllowed, None).into());
        }
        Some(saved) => fit(&saved.mapping, &saved.columns, &sheet)?,
        None => guess(&sheet, kind, request.preset),
    };
    let staged = Staged {
        import_id: uuid::Uuid::new_v4().simple().to_string(),
        file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        source,
        bytes: metadata.len(),
        state: Mutex::new(State { sheet: Arc::new(sheet), checked: None, applied: false, applying: Vec::new() }),
    };
    let sheet = staged.sheet();
    let told = ImportFile {
        import_id: staged.import_id.clone(),
        kind,
        file_name: staged.file_name.clone(),
        bytes: i64::try_from(staged.bytes).unwrap_or(i64::MAX),
        encoding: sheet.encoding,
        delimiter: sheet.delimiter,
        has_header: sheet.has_header,
        columns: sheet
            .columns
            .iter()
            .zip(&sheet.samples)
            .enumerate()
            .map(|(index, (name, samples))| ImportColumn {
                index: index as i64,
                name: name.clone(),
                samples: samples.clone(),
            })
            .collect(),
        rows: sheet.rows.len() as i64,
        preset: mapping.preset,
        warnings: warnings(&sheet, &mapping),
        mapping,
    };
    imports.keep(staged);
    Ok(told)
}

/// A file of orders may be JSON, as other programs write it; it is read as the table that it stands for.
fn read_sheet(source: &File, kind: ImportKind, said: Said) -> Result<Sheet, Failure> {
    match if kind == ImportKind::Orders { json::as_table(source)? } else { None } {
        Some(table) => Sheet::read(&table, json::WRITTEN),
        None => Sheet::read(source, said),
    }
}

fn warnings(sheet: &Sheet, mapping: &Mapping) -> Vec<String> {
    let mut warnings = Vec::new();
    if !sheet.has_header {
        warnings.push("The first row seems to be data, not the names of columns.".to_owned());
    }
    if sheet.columns.len() == 1 {
        warnings.push("The file has one column: is the delimiter right?".to_owned());
    }
    if sheet.encoding == Encoding::Windows1252 {
        warnings.push("The file is not UTF-8; it was read as Windows-1252. Look whether accents are right.".to_owned());
    }
    if sheet.rows.is_empty() {
        warnings.push("There is no row below the header.".to_owned());
    }
    let has = |field| mapping.columns.iter().any(|column| column.field == field);
    let of_kind = match mapping.kind() {
        ImportKind::Products => products::warnings(has),
        ImportKind::Customers => customers::warnings(has),
        ImportKind::Orders => orders::warnings(has),
    };
    warnings.extend(of_kind.into_iter().map(str::to_owned));
    warnings
}

/// The dry run.
pub fn import_check(
    imports: &Imports,
    books: &Snapshot<'_>,
    request: ImportCheckRequest,
    watch: &dyn Watch,
) -> Result<ImportCheck, Failure> {
    let staged = imports.find(&request.import_id)?;
    let mut sheet = staged.sheet();
    let said = Said {
        encoding: Some(request.encoding.unwrap_or(sheet.encoding)),
        delimiter: Some(request.delimiter.unwrap_or(sheet.delimiter)),
        has_header: Some(request.has_header.unwrap_or(sheet.has_header)),
    };
    if said
        != (Said {
            encoding: Some(sheet.encoding),
            delimiter: Some(sheet.delimiter),
            has_header: Some(sheet.has_header),
        })
    {
        sheet = Arc::new(read_sheet(&staged.source, request.mapping.kind(), said)?);
    }
    let mut fixes = Fixes::new();
    for fix in request.fixes.unwrap_or_default() {
        let row = u32::try_from(fix.row).map_err(|_| Refusal::field("fixes", Problem::UnknownValue, None))?;
        fixes.insert((row, fix.field), fix.value);
    }
    let checked = check(books, &sheet, request.mapping, fixes, watch)?;
    let told = checked.answer(books, &staged.import_id);
    let mut state = staged.state();
    state.applied = false;
    state.sheet = sheet;
    state.checked = Some(Arc::new(checked));
    Ok(told)
}

pub fn import_close(imports: &Imports, _: &Snapshot<'_>, request: ImportClose) -> Result<ImportClosed, Failure> {
    imports.drop_import(&request.import_id);
    Ok(ImportClosed { import_id: request.import_id })
}
