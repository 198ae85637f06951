// Oracle.java - asks JavaRosa what it makes of a form and a submission: many jobs, one start of Java.
// Own code; stands on Fill.java for loading forms and their media. Called by engine.py.
//
//   Oracle JOBS.json ANSWERS.json
//
// A job has a kind, "form", "media" and "submission" (paths; without a submission the form is blank), "revive"
// (nodes that the submission lacks become relevant again, where the form's rules let them), and what its kind needs:
//   ask     "asked": [[context, expression]...]        -> {"answers": [...]}
//   dump                                               -> {"nodes": [...]}, each with its value, relevance...
//   settle                                             -> {"xml": "..."}, as Collect would write it back
//   open                                               -> {}, or why the form cannot be opened
//   time    "repetitions": N                           -> {"microseconds": for one round of all calculations}
//   check                                              -> {"problems": [...]}, what does not hold in the submission
//   fill    "out", "count", "seed", "repeats", "skip", "today", "answers" (a file) -> {"reports": [...]}
// What fails answers {"fatal": "..."}.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.xpath.XPathConditional;
import org.javarosa.xpath.XPathNodeset;
import org.javarosa.xpath.expr.XPathFuncExpr;

public class Oracle {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Map<String, File> STAGED = new HashMap<>();   // media folders, made ready once

    public static void main(String[] args) throws Exception {
        System.setOut(System.err);                       // keep library chatter off stdout
        ArrayNode answers = JSON.createArrayNode();
        for (JsonNode job : JSON.readTree(new File(args[0]))) answers.add(answer(job));
        JSON.writeValue(new File(args[1]), answers);
        System.exit(0);
    }

    static ObjectNode answer(JsonNode job) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            String kind = job.get("kind").asText();
            if (kind.equals("fill")) { fill(job, answer.putArray("reports")); return answer; }
            if (kind.equals("check")) { answer.set("problems", check(job)); return answer; }
            FormDef form = load(job);
            switch (kind) {
                case "open": break;
                case "ask": ask(form, job.get("asked"), answer.putArray("answers")); break;
                case "dump": dump(form, form.getInstance().getRoot(), answer.putArray("nodes")); break;
                case "settle": answer.put("xml", new String(Fill.serialise(form), StandardCharsets.UTF_8)); break;
                case "time": answer.put("microseconds", time(form, job.get("repetitions").asInt())); break;
                default: throw new IllegalArgumentException(kind);
            }
        } catch (Throwable thrown) {
            answer.removeAll();
            answer.put("fatal", said(thrown));
        }
        return answer;
    }

    /** The form with the submission in it and every calculation done, as Collect has it when it opens a draft. */
    static FormDef load(JsonNode job) throws Exception {
        Fill.Opt o = options(job);
        FormDef form = Fill.loadForm(o, staged(o));
        if (job.hasNonNull("submission")) {
            Fill.importData(form, new FormEntryModel(form), new File(job.get("submission").asText()));
            if (job.path("revive").asBoolean()) Fill.allRelevant(form.getMainInstance().getRoot());
        }
        form.initialize(!job.hasNonNull("submission"), new InstanceInitializationFactory());
        return form;
    }

    static Fill.Opt options(JsonNode job) {
        Fill.Opt o = Fill.parse(new String[]{job.get("kind").asText(), job.get("form").asText()});
        o.form = job.get("form").asText();
        o.media = job.hasNonNull("media") ? job.get("media").asText() : null;
        return o;
    }

    static File staged(Fill.Opt o) throws Exception {
        String media = String.valueOf(o.media);
        if (!STAGED.containsKey(media)) STAGED.put(media, Fill.stageMedia(o));
        return STAGED.get(media);
    }

    static JsonNode check(JsonNode job) throws Exception {
        Fill.Opt o = options(job);
        o.submission = job.get("submission").asText(); o.problemsOnly = true;
        return Fill.checkOne(o, staged(o)).get("problems");
    }

    static void fill(JsonNode job, ArrayNode reports) throws Exception {
        Fill.Opt o = options(job);
        o.out = job.get("out").asText(); o.count = job.get("count").asInt();
        o.seed = job.get("seed").asLong(); o.repeats = job.get("repeats").asInt(); o.skip = job.get("skip").asDouble();
        o.today = job.get("today").asText(); o.answers = job.hasNonNull("answers") ? job.get("answers").asText() : null;
        for (int i = 0; i < o.count; i++) reports.add(Fill.fillOne(o, i));
    }

    // ------------------------------------------------------------------ expressions
    static void ask(FormDef form, JsonNode asked, ArrayNode answers) {
        for (JsonNode pair : asked) {
            ObjectNode answer = answers.addObject();
            try {
                XPathConditional expression = new XPathConditional(pair.get(1).asText());
                EvaluationContext context = new EvaluationContext(form.getEvaluationContext(), reference(pair.get(0).asText()));
                put(answer, expression.getExpr().eval(form.getMainInstance(), context));
            } catch (Throwable thrown) {
                answer.put("error", said(thrown));
            }
        }
    }

    static void put(ObjectNode answer, Object value) {
        if (!(value instanceof XPathNodeset)) {
            answer.put("type", type(value));
            convert(answer, value);
            return;
        }
        XPathNodeset nodes = (XPathNodeset) value;
        ArrayNode paths = answer.putArray("nodes"), values = answer.putArray("values");
        for (int i = 0; i < nodes.size(); i++) {
            paths.add(nodes.getRefAt(i).toString(true));
            values.add(XPathFuncExpr.toString(nodes.getValAt(i)));
        }
        Object one = nodes.unpack();
        answer.put("type", type(one));
        convert(answer, one);
    }

    static String type(Object value) {
        if (value instanceof Double) return "number";
        if (value instanceof Boolean) return "boolean";
        if (value instanceof Date) return "date";
        if (value instanceof String) return "string";
        return value == null ? "null" : value.getClass().getSimpleName();
    }

    static void convert(ObjectNode answer, Object value) {
        answer.put("boolean", XPathFuncExpr.toBoolean(value));
        answer.put("number", number(XPathFuncExpr.toNumeric(value)));
        answer.put("string", XPathFuncExpr.toString(value));
    }

    /** JSON has no NaN and no infinity: numbers are text. */
    static String number(double d) { return Double.toString(d); }

    /** "/data/child[2]/cname": positions where they are given, else the first. */
    static TreeReference reference(String path) {
        TreeReference reference = TreeReference.rootRef();
        if (path.equals("/")) return reference;
        for (String step : path.substring(1).split("/")) {
            int bracket = step.indexOf('[');
            int position = bracket < 0 ? 1 : Integer.parseInt(step.substring(bracket + 1, step.length() - 1));
            reference.add(bracket < 0 ? step : step.substring(0, bracket), position - 1);
        }
        return reference;
    }

    static String said(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": " + String.valueOf(thrown.getMessage()).replace("\n", " ");
    }

    // ------------------------------------------------------------------ every node
    static void dump(FormDef form, TreeElement element, ArrayNode nodes) {
        if (element.getMult() == TreeReference.INDEX_TEMPLATE) return;
        ObjectNode node = nodes.addObject();
        node.put("path", Fill.path(element)).put("relevant", element.isRelevant()).put("required", element.isRequired());
        node.put("value", Fill.text(element.getValue(), element.getDataType()));
        node.put("held", element.getValue() == null ? "" : element.getValue().getClass().getSimpleName());
        node.put("constraint_ok", true);
        if (element.getValue() != null && element.getConstraint() != null) {
            try {
                node.put("constraint_ok", form.evaluateConstraint(element.getRef(), element.getValue()));
            } catch (RuntimeException thrown) {
                node.put("constraint_ok", false).put("constraint_error", said(thrown));
            }
        }
        for (int i = 0; i < element.getNumChildren(); i++) dump(form, element.getChildAt(i), nodes);
    }

    // ------------------------------------------------------------------ time
    /** Microseconds for doing every calculation and relevance once, after as many rounds of warming up. */
    static double time(FormDef form, int repetitions) {
        for (int i = 0; i < repetitions; i++) form.initialize(false, new InstanceInitializationFactory());
        long start = System.nanoTime();
        for (int i = 0; i < repetitions; i++) form.initialize(false, new InstanceInitializationFactory());
        return (System.nanoTime() - start) / 1000.0 / repetitions;
    }
}
