import com.adobe.epubcheck.tool.EpubChecker;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks many EPUBs in one Java process, since starting takes longer than checking.
 *
 * In: a folder for the reports, then EPUB files. Out: FOLDER/0.json, FOLDER/1.json, ... in the order of the
 * files, each as epubcheck's --json writes it; exit 0 if no book has an error or a warning, else 1.
 *
 *   java -cp 'epubcheck.jar:lib/*' tools/EpubBatch.java FOLDER BOOK.epub...
 */
public class EpubBatch {
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        boolean clean = true;
        for (int at = 1; at < arguments.length; at++) {
            String report = folder.resolve((at - 1) + ".json").toString();
            String[] options = {arguments[at], "--failonwarnings", "-q", "--json", report};
            clean &= new EpubChecker().run(options) == 0;
        }
        System.exit(clean ? 0 : 1);
    }
}
