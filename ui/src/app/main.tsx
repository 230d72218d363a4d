import "../shared/app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { startTheme } from "../shared/theme";
import { Root } from "./Root";

startTheme();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
