// What every page inside the frame runs. Each module finds its own elements and stays out of the others' way.
import "./menu.js";
import "./chooser.js";
import "./edges.js";
import "./bars.js";
import "./confirm.js";
import "./copy.js";
import "./feedback.js";
import "./live.js";
import "./inbox.js";
import "./jobs.js";
import "./many.js";
import "./find.js";
import "./focus.js";
