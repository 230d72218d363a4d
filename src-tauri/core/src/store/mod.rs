//! The store itself: how a new one begins, its settings, what is known of its file, and the line at the bottom of
//! the window.

mod begin;
mod info;
mod settings;
mod status;

pub use begin::{Beginning, begin};
pub use info::{StoreCounts, StoreInfo, StoreInfoGet, StorePlace, store_info};
pub use settings::{Settings, SettingsGet, SettingsUpdate, settings_get, settings_update};
pub use status::{StoreStatus, StoreStatusGet, store_status};
