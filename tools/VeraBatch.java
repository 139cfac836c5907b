import java.io.ByteArrayOutputStream;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.verapdf.features.FeatureFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.metadata.fixer.FixerFactory;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.validation.validators.ValidatorConfigBuilder;
import org.verapdf.processor.BatchProcessingHandler;
import org.verapdf.processor.FormatOption;
import org.verapdf.processor.ProcessorFactory;
import org.verapdf.processor.TaskType;
import org.verapdf.processor.plugins.PluginsCollectionConfig;

/**
 * veraPDF over many files in one Java machine: VeraBatch FLAVOUR FILE...
 *
 * FLAVOUR is veraPDF's own name (ua1, 3a, ...). JSON goes to standard output. Exit status 0: every file conforms;
 * 1: one does not, or could not be read; 2: no such flavour.
 */
public class VeraBatch {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(arguments[0]);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            System.err.println("no such flavour: " + arguments[0]);
            System.exit(2);
        }
        List<File> files = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            files.add(new File(arguments[i]));
        }
        var rules = ValidatorConfigBuilder.defaultBuilder().flavour(flavour).maxFails(-1)
            .maxNumberOfDisplayedFailedChecks(20).showErrorMessages(true).build();
        var processor = ProcessorFactory.fileBatchProcessor(ProcessorFactory.fromValues(
            rules, FeatureFactory.defaultConfig(), PluginsCollectionConfig.defaultConfig(),
            FixerFactory.defaultConfig(), EnumSet.of(TaskType.VALIDATE)));
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        BatchProcessingHandler handler = ProcessorFactory.getHandler(FormatOption.JSON, false, report, false);
        var result = processor.process(files, handler);
        System.out.write(report.toByteArray());
        System.out.flush();
        var summary = result.getValidationSummary();
        boolean conform = summary.getCompliantPdfaCount() == files.size() && result.getFailedParsingJobs() == 0;
        System.exit(conform ? 0 : 1);
    }
}
