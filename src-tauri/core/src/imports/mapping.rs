//! What the columns of a file are about, whatever its rows are.

use super::file::Sheet;
use super::{customers, orders, products};
use crate::kernel::text::fold;
use crate::kernel::{
    DecimalMark, Failure, Fields, ImportField, ImportKind, LocationId, Preset, Problem, Refusal, StockMode,
};

crate::strict_request! {
    pub struct MappedColumn {
        /// From 0, as the columns stand in the file.
        pub index: i64,
        pub field: ImportField,
    }
    pub struct Mapping {
        /// What the rows are; products where it is left out.
        pub kind: Option<ImportKind>,
        pub preset: Option<Preset>,
        /// Columns that are not named are left alone.
        pub columns: Vec<MappedColumn>,
        pub decimal: DecimalMark,
        /// What a column of units on hand means; has to be said where one is mapped without a stamp beside it.
        pub stock: Option<StockMode>,
        /// Where the units are, or are taken from; the selling location where it is left out.
        pub location_id: Option<LocationId>,
    }
}

impl Mapping {
    pub fn kind(&self) -> ImportKind {
        self.kind.unwrap_or(ImportKind::Products)
    }
}

/// The names of one layout's columns, folded, beside what they are about. The first name that a file has counts for
/// its field.
pub type Layout = &'static [(&'static str, ImportField)];

/// What the columns of a file seem to be about.
pub fn guess(sheet: &Sheet, kind: ImportKind, preset: Option<Preset>) -> Mapping {
    match kind {
        ImportKind::Products => products::columns::guess(sheet, preset),
        ImportKind::Customers => by_names(sheet, kind, customers::USUAL),
        ImportKind::Orders => by_names(sheet, kind, orders::USUAL),
    }
}

/// The columns that have a known name.
fn by_names(sheet: &Sheet, kind: ImportKind, usual: Layout) -> Mapping {
    let names: Vec<String> = sheet.columns.iter().map(|name| fold(name)).collect();
    let mut columns: Vec<MappedColumn> = Vec::new();
    for (name, field) in usual {
        let Some(index) = names.iter().position(|known| known == name) else { continue };
        let index = index as i64;
        if !columns.iter().any(|column| column.index == index || column.field == *field) {
            columns.push(MappedColumn { index, field: *field });
        }
    }
    columns.sort_by_key(|column| column.index);
    Mapping { kind: Some(kind), preset: None, columns, decimal: DecimalMark::Auto, stock: None, location_id: None }
}

/// The columns of a mapping that holds for a file.
#[derive(Debug, Clone)]
pub struct Mapped {
    /// Of each field, its columns in order.
    columns: Vec<(ImportField, usize)>,
    /// Columns from this one on are not mapped.
    pub width: usize,
    pub names: usize,
}

impl Mapped {
    /// Holds the columns against the file; `several` may stand on more than one.
    pub fn parse(
        sheet: &Sheet,
        mapping: &Mapping,
        known: &[ImportField],
        several: &[ImportField],
        fields: &mut Fields,
    ) -> Mapped {
        let mut columns: Vec<(ImportField, usize)> = Vec::new();
        for (at, mapped) in mapping.columns.iter().enumerate() {
            let field = format!("mapping.columns[{at}]");
            let Some(index) = usize::try_from(mapped.index).ok().filter(|index| *index < sheet.columns.len()) else {
                fields.add(&format!("{field}.index"), Problem::UnknownValue, None);
                continue;
            };
            if !known.contains(&mapped.field) {
                fields.add(&format!("{field}.field"), Problem::NotAllowed, None);
                continue;
            }
            let once = !several.contains(&mapped.field);
            if columns.iter().any(|(known, column)| *column == index || (once && *known == mapped.field)) {
                fields.add(&format!("{field}.field"), Problem::Duplicate, None);
            }
            columns.push((mapped.field, index));
        }
        columns.sort_by_key(|(_, column)| *column);
        let width = columns.last().map_or(0, |(_, column)| column + 1);
        Mapped { width, names: sheet.columns.len(), columns }
    }

    pub fn column(&self, field: ImportField) -> Option<usize> {
        self.columns.iter().find(|(mapped, _)| *mapped == field).map(|(_, column)| *column)
    }

    pub fn has(&self, field: ImportField) -> bool {
        self.column(field).is_some()
    }

    pub fn fields(&self) -> impl Iterator<Item = (ImportField, usize)> {
        self.columns.iter().copied()
    }
}

/// The columns of a saved mapping, found by their names in another file.
pub fn fit(saved: &Mapping, names: &[String], sheet: &Sheet) -> Result<Mapping, Failure> {
    let mut mapping = saved.clone();
    mapping.columns.clear();
    let mut missing = Vec::new();
    for column in &saved.columns {
        let name = usize::try_from(column.index).ok().and_then(|index| names.get(index));
        let Some(name) = name else { continue };
        match sheet.columns.iter().position(|known| fold(known) == fold(name)) {
            Some(index) => mapping.columns.push(MappedColumn { index: index as i64, field: column.field }),
            None => missing.push(name.clone()),
        }
    }
    if mapping.columns.is_empty() {
        return Err(Refusal::field("mappingId", Problem::NotAllowed, None).into());
    }
    Ok(mapping)
}
